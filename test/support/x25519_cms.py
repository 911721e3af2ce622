"""EnvelopedData and AuthEnvelopedData by X25519, made and opened by other hands than ours (RFC 8418 §2).

Structures are asn1crypto's, primitives those of python3-cryptography: nothing here comes from src/.

  x25519_cms.py decrypt KEY.pem                         CMS on stdin, what it holds on stdout
  x25519_cms.py encrypt CERT.pem HASH WRAP CIPHER UKM   what it shall hold on stdin, CMS on stdout
      HASH sha256 sha384 sha512 · WRAP 128 256 · CIPHER cbc gcm · UKM hexadecimal, or - for none
"""

import os
import sys

from asn1crypto import cms, core, x509
from asn1crypto import pem as armor
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

X25519 = "1.3.101.110"
SCHEMES = {"1.2.840.113549.1.9.16.3.%d" % n: h for n, h in ((19, "sha256"), (20, "sha384"), (21, "sha512"))}
WRAPS = {"2.16.840.1.101.3.4.1.5": 128, "2.16.840.1.101.3.4.1.45": 256}
GCM = {"2.16.840.1.101.3.4.1.6": 16, "2.16.840.1.101.3.4.1.46": 32}
CBC = {"2.16.840.1.101.3.4.1.2": 16, "2.16.840.1.101.3.4.1.42": 32}


class Algorithm(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class PublicKey(core.Sequence):
    _fields = [("algorithm", Algorithm), ("public_key", core.OctetBitString)]


class Originator(core.Choice):
    _alternatives = [
        ("issuer_and_serial_number", cms.IssuerAndSerialNumber),
        ("subject_key_identifier", core.OctetString, {"implicit": 0}),
        ("originator_key", PublicKey, {"implicit": 1}),
    ]


class KeyAgreement(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("originator", Originator, {"explicit": 0}),
        ("ukm", core.OctetString, {"explicit": 1, "optional": True}),
        ("key_encryption_algorithm", Algorithm),
        ("recipient_encrypted_keys", cms.RecipientEncryptedKeys),
    ]


class Recipient(core.Choice):
    _alternatives = [("kari", KeyAgreement, {"implicit": 1})]


class Recipients(core.SetOf):
    _child_spec = Recipient


class EncryptedContent(core.Sequence):
    _fields = [
        ("content_type", core.ObjectIdentifier),
        ("algorithm", Algorithm),
        ("content", core.OctetString, {"implicit": 0}),
    ]


class Enveloped(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("recipients", Recipients),
        ("encrypted", EncryptedContent),
        ("mac", core.OctetString, {"optional": True}),
    ]


class ContentInfo(core.Sequence):
    _fields = [("content_type", core.ObjectIdentifier), ("content", Enveloped, {"explicit": 0})]


class GcmParameters(core.Sequence):
    _fields = [("nonce", core.OctetString), ("icv_length", core.Integer, {"default": 12})]


class SharedInfo(core.Sequence):
    """ECC-CMS-SharedInfo, RFC 5753 §7.2."""

    _fields = [
        ("key_info", Algorithm),
        ("entity_u_info", core.OctetString, {"explicit": 0, "optional": True}),
        ("supp_pub_info", core.OctetString, {"explicit": 2}),
    ]


def key_encryption_key(secret, digest, wrap, ukm):
    bits = WRAPS[wrap["algorithm"].dotted]
    info = {"key_info": wrap, "supp_pub_info": bits.to_bytes(4, "big")}
    if ukm is not None:
        info["entity_u_info"] = ukm
    algorithm = getattr(hashes, digest.upper())()
    kdf = HKDF(algorithm, bits // 8, salt=None, info=SharedInfo(info).dump())
    return kdf.derive(secret)


def decrypt(key_file):
    with open(key_file, "rb") as file:
        own = serialization.load_pem_private_key(file.read(), None)
    envelope = ContentInfo.load(sys.stdin.buffer.read(), strict=True)["content"]
    agreed = envelope["recipients"][0].chosen
    originator = agreed["originator"].chosen
    assert originator["algorithm"]["algorithm"].dotted == X25519
    assert originator["algorithm"]["parameters"].native is None
    secret = own.exchange(X25519PublicKey.from_public_bytes(originator["public_key"].native))
    scheme = agreed["key_encryption_algorithm"]
    wrap = scheme["parameters"].parse(Algorithm)
    ukm = agreed["ukm"].native
    kek = key_encryption_key(secret, SCHEMES[scheme["algorithm"].dotted], wrap, ukm)
    key = aes_key_unwrap(kek, agreed["recipient_encrypted_keys"][0]["encrypted_key"].native)
    encrypted = envelope["encrypted"]
    cipher, content = encrypted["algorithm"], encrypted["content"].native
    if cipher["algorithm"].dotted in GCM:
        parameters = cipher["parameters"].parse(GcmParameters)
        assert len(envelope["mac"].native) == parameters["icv_length"].native
        return AESGCM(key).decrypt(parameters["nonce"].native, content + envelope["mac"].native, None)
    assert len(key) == CBC[cipher["algorithm"].dotted]
    block = Cipher(algorithms.AES(key), modes.CBC(cipher["parameters"].native)).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    return unpadder.update(block.update(content) + block.finalize()) + unpadder.finalize()


def encrypt(certificate_file, digest, wrap_bits, cipher, ukm_text):
    clear = sys.stdin.buffer.read()
    with open(certificate_file, "rb") as file:
        pem = file.read()
    certificate = x509.Certificate.load(armor.unarmor(pem)[2])
    spki = PublicKey.load(certificate["tbs_certificate"]["subject_public_key_info"].dump())
    ephemeral = X25519PrivateKey.generate()
    secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(spki["public_key"].native))
    named = {bits: oid for oid, bits in WRAPS.items()}
    wrap = Algorithm({"algorithm": named[int(wrap_bits)]})
    ukm = None if ukm_text == "-" else bytes.fromhex(ukm_text)
    size = int(wrap_bits) // 8
    key = os.urandom(size)
    kek = key_encryption_key(secret, digest, wrap, ukm)
    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    agreement = {
        "version": 3,
        "originator": Originator(
            "originator_key",
            {"algorithm": {"algorithm": X25519}, "public_key": ephemeral.public_key().public_bytes(*raw)},
        ),
        "key_encryption_algorithm": {
            "algorithm": {h: oid for oid, h in SCHEMES.items()}[digest],
            "parameters": wrap,
        },
        "recipient_encrypted_keys": [
            {
                "rid": cms.KeyAgreementRecipientIdentifier(
                    "issuer_and_serial_number",
                    {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
                ),
                "encrypted_key": aes_key_wrap(kek, key),
            }
        ],
    }
    if ukm is not None:
        agreement["ukm"] = ukm
    envelope = {"version": 2, "recipients": [Recipient("kari", agreement)]}
    if cipher == "gcm":
        nonce = os.urandom(12)
        sealed = AESGCM(key).encrypt(nonce, clear, None)
        parameters = GcmParameters({"nonce": nonce, "icv_length": 16})
        content, envelope["mac"] = sealed[:-16], sealed[-16:]
        envelope["version"] = 0
    else:
        iv = os.urandom(16)
        padder = padding.PKCS7(128).padder()
        block = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
        content = block.update(padder.update(clear) + padder.finalize()) + block.finalize()
        parameters = core.OctetString(iv)
    oids = {bytes_: oid for oid, bytes_ in (GCM if cipher == "gcm" else CBC).items()}
    envelope["encrypted"] = {
        "content_type": "1.2.840.113549.1.7.1",
        "algorithm": {"algorithm": oids[size], "parameters": parameters},
        "content": content,
    }
    kind = "1.2.840.113549.1.9.16.1.23" if cipher == "gcm" else "1.2.840.113549.1.7.3"
    return ContentInfo({"content_type": kind, "content": envelope}).dump()


if __name__ == "__main__":
    command = {"decrypt": decrypt, "encrypt": encrypt}[sys.argv[1]]
    sys.stdout.buffer.write(command(*sys.argv[2:]))
