/* What libcrypto alone does with the same mail: loops of CMS_verify, CMS_decrypt, CMS_sign and CMS_encrypt.
 *
 *   peer verify MAIL ROOT COUNT | decrypt MAIL CERT KEY COUNT | seal ENTITY CERT KEY COUNT
 *
 * Prints the CPU microseconds of one. Compiled by bench/open.ts where gcc and the headers of OpenSSL are.
 */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static double cpu(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec * 1e6 + u.ru_utime.tv_usec + u.ru_stime.tv_sec * 1e6 + u.ru_stime.tv_usec;
}
static void need(int good, const char *what) {
  if (good) return;
  fprintf(stderr, "%s\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}
static char *slurp(const char *path, long *size) {
  FILE *f = fopen(path, "rb");
  need(f != NULL, path);
  fseek(f, 0, SEEK_END);
  *size = ftell(f);
  rewind(f);
  char *octets = malloc(*size);
  need(fread(octets, 1, *size, f) == (size_t)*size, path);
  fclose(f);
  return octets;
}
static X509 *certificate(const char *path) {
  BIO *b = BIO_new_file(path, "r");
  X509 *c = PEM_read_bio_X509(b, NULL, NULL, NULL);
  need(c != NULL, path);
  BIO_free(b);
  return c;
}
static EVP_PKEY *private_key(const char *path) {
  BIO *b = BIO_new_file(path, "r");
  EVP_PKEY *k = PEM_read_bio_PrivateKey(b, NULL, NULL, NULL);
  need(k != NULL, path);
  BIO_free(b);
  return k;
}

int main(int argc, char **argv) {
  need(argc >= 5, "arguments");
  int count = atoi(argv[argc - 1]);
  long size;
  char *octets = slurp(argv[2], &size);
  X509 *cert = certificate(argv[3]);
  X509_STORE *store = X509_STORE_new();
  X509_STORE_add_cert(store, cert);
  EVP_PKEY *key = argc > 5 ? private_key(argv[4]) : NULL;
  STACK_OF(X509) *to = sk_X509_new_null();
  sk_X509_push(to, cert);
  double begun = cpu();
  for (int i = 0; i < count; i++) {
    BIO *in = BIO_new_mem_buf(octets, (int)size);
    BIO *out = BIO_new(BIO_s_mem());
    if (!strcmp(argv[1], "verify")) {
      BIO *content = NULL;
      CMS_ContentInfo *cms = SMIME_read_CMS(in, &content);
      BIO *sink = BIO_new(BIO_s_null());
      need(cms && CMS_verify(cms, NULL, store, content, sink, CMS_BINARY), "verify");
      BIO_free(sink);
      BIO_free(content);
      CMS_ContentInfo_free(cms);
    } else if (!strcmp(argv[1], "decrypt")) {
      CMS_ContentInfo *cms = SMIME_read_CMS(in, NULL);
      need(cms && CMS_decrypt(cms, key, cert, NULL, out, CMS_BINARY), "decrypt");
      CMS_ContentInfo_free(cms);
    } else {
      CMS_ContentInfo *s = CMS_sign(cert, key, NULL, NULL, CMS_BINARY | CMS_DETACHED | CMS_STREAM);
      BIO *mail = BIO_new(BIO_s_mem());
      BIO *again = BIO_new_mem_buf(octets, (int)size);
      need(s && SMIME_write_CMS(mail, s, again, CMS_BINARY | CMS_DETACHED | CMS_STREAM), "sign");
      CMS_ContentInfo *e = CMS_encrypt(to, mail, EVP_aes_256_cbc(), CMS_BINARY);
      need(e && SMIME_write_CMS(out, e, NULL, CMS_BINARY), "encrypt");
      CMS_ContentInfo_free(s);
      CMS_ContentInfo_free(e);
      BIO_free(mail);
      BIO_free(again);
    }
    BIO_free(in);
    BIO_free(out);
  }
  printf("%.2f\n", (cpu() - begun) / count);
  return 0;
}
