/**
 * What an administrator is told: of each code that can reach him, what happened and what he does now.
 *
 * The texts of errors.ts speak to the author of a mail; these speak of him. They hold no place for a patient's data.
 * docs/errors.md is made from both. SPEC §6.8, §13.13
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: one table, to be read in one place.
import { type Code, ERRORS } from './errors.ts'

/** What happened, and what he does now: two French sentences, or more. */
export interface PourAdministrateur {
  readonly quoi: string
  readonly faire: string
}

const AUTEUR = 'Joignez son auteur, qui doit le renvoyer corrigé, puis classez le message.'
const AUTORITE =
  'Si ce correspondant doit être admis, déposez l’autorité qui manque dans CONFRERE_TRUST_DIR, puis rejouez le message ; sinon, classez-le.'
const CERTIFICAT =
  'Joignez son auteur : il doit demander un certificat conforme à son autorité, ou le renouveler. Classez le message.'
const ANNUAIRE =
  'Si cette personne doit être admise, inscrivez-la avec cette adresse (« ./confrere annuaire import »), puis rejouez le message ; sinon, classez-le.'
const REGLAGE =
  'Joignez son auteur : sa messagerie est à régler (« signer » et, s’il chiffre, le certificat de la passerelle), puis il renvoie. Classez le message.'
const CONFIER =
  '« ./confrere dossier NUMERO --reattribuer RPPS --motif TEXTE », ou la page du dossier, confie la demande à un autre médecin.'
const REGLER =
  'Une fois fait, clôturez le point à régler, par la commande ou par la page du dossier.'
const RELANCER = 'relancez l’envoi depuis sa page (« Envois », puis « Relancer »)'
const PREVENIR = `Corrigez la cause et ${RELANCER}, ou prévenez le destinataire par un autre moyen.`
const ATTENDRE =
  'Rien tout de suite : la passerelle réessaie pendant 48 heures et vous écrit si elle renonce.'

function message(cause: string, faire: string): PourAdministrateur {
  return { quoi: `Un message reçu n’est pas pris en compte : ${cause}.`, faire }
}

function lettre(cause: string, faire: string): PourAdministrateur {
  return { quoi: `Une lettre de la passerelle n’est pas remise : ${cause}.`, faire }
}

const MESSAGES = {
  'annuaire-absent': message(
    'le certificat de l’auteur ne porte pas son adresse, et l’annuaire ne dit pas à qui elle est',
    ANNUAIRE,
  ),
  'auteur-ambigu': message(
    'plusieurs professionnels partagent l’adresse de l’auteur, et son certificat ne porte pas de RPPS',
    'Si c’est une boîte de service, dites qui peut y signer (« ./confrere boite set ADRESSE --rpps RPPS »), puis rejouez le message ; sinon, classez-le.',
  ),
  'auteur-disparu': message(
    'il est bien signé, par un correspondant de ce dossier que l’annuaire ne connaît plus ; il en est averti',
    'Inscrivez-le de nouveau avec son adresse (« ./confrere annuaire import »), puis rejouez le message : il est alors pris en compte, et le point à régler se clôt.',
  ),
  'auteur-inconnu': message('son auteur n’est pas dans l’annuaire', ANNUAIRE),
  'auteur-non-attendu': message(
    'son auteur a bien signé, mais le dossier nommé n’attend rien de lui',
    'S’il doit rendre l’avis : confiez-lui la demande (« ./confrere dossier NUMERO --reattribuer RPPS --motif TEXTE », ou la page du dossier), ou déclarez sa boîte de service (« ./confrere boite set ADRESSE --rpps RPPS »), puis rejouez le message. Sinon, ou si le dossier est terminé, classez-le.',
  ),
  'bad-certificate-signature': message(
    'le certificat de l’auteur n’est pas signé par l’autorité qu’il nomme',
    CERTIFICAT,
  ),
  'bad-signature': message('sa signature n’est pas valable', AUTEUR),
  boucle: message(
    'trop de demandes incomplètes sont venues de cet auteur en une heure, comme d’un automate',
    'Si une personne l’a écrit, rejouez le message ; si c’est un automate, faites-le arrêter, puis classez le message.',
  ),
  'ca-key-usage': message(
    'un certificat d’autorité de l’auteur n’a pas le droit d’en signer d’autres',
    CERTIFICAT,
  ),
  'cannot-decrypt': message('il n’est pas chiffré pour cette passerelle', REGLAGE),
  'certificate-denied': message(
    'le certificat de l’auteur, ou celui de son autorité, est refusé ici',
    'Si ce refus n’a plus lieu d’être, levez-le (« ./confrere certificat admettre SHA256 --motif TEXTE »), puis rejouez le message ; sinon, classez-le.',
  ),
  'certificate-mismatch': message(
    'sa signature désigne un autre certificat que celui qui l’accompagne',
    REGLAGE,
  ),
  'certificate-policy': message(
    'les politiques de certification de l’auteur ne s’accordent pas',
    CERTIFICAT,
  ),
  'certs-only': message('il ne contient que des certificats, rien de signé', REGLAGE),
  'cms-too-large': message(
    'sa partie signée ou chiffrée est trop volumineuse (pièces jointes, ou certificats et destinataires)',
    AUTEUR,
  ),
  'courrier-administrateur': {
    quoi: 'Un message est arrivé pour vous, à l’adresse postmaster ou abuse.',
    faire: 'Lisez-le dans un fichier, par la commande ci-dessous, puis classez-le.',
  },
  'courrier-automatique': {
    quoi: 'Une réponse automatique est arrivée, qui n’a pu être rattachée à aucun dossier : elle est gardée, personne n’y répond.',
    faire: 'Lisez-la si elle se répète, puis classez-la.',
  },
  'courrier-dangereux': {
    quoi: 'Un message est arrivé pour vous, à l’adresse postmaster ou abuse. Il contient un programme, des macros, un script ou une archive qui ne peut pas être examinée : il ne vous est pas réexpédié.',
    faire: 'Ne l’ouvrez que sur un poste isolé, par la commande ci-dessous, puis classez-le.',
  },
  'critical-extension': message(
    'un certificat de l’auteur porte une extension critique inconnue',
    CERTIFICAT,
  ),
  'demande-illisible': message('la demande n’a pas pu être lue', AUTEUR),
  'depot-de-reponse': message(
    'quelqu’un qui n’est pas de l’annuaire y dépose, pour un médecin, une réponse ou un retrait',
    'Joignez ce médecin, qui doit l’écrire lui-même ; un retrait du consentement qu’il confirme se saisit (--retirer-consentement). Puis classez le message.',
  ),
  'depots-trop-nombreux': message(
    'son auteur, que l’annuaire ne connaît pas, a déposé trop de demandes ce jour',
    'Joignez le médecin nommé. S’il les attend, inscrivez la personne à l’annuaire et rejouez le message ; sinon, classez-le.',
  ),
  'digest-mismatch': message('son contenu a été modifié après la signature', AUTEUR),
  'dossier-clos': message(
    'le dossier nommé est clos et son contenu détruit',
    'Joignez son auteur, qui doit adresser une nouvelle demande, puis classez le message.',
  ),
  'encrypted-not-authentic': message(
    'sous son chiffrement, aucun message signé n’a pu être lu (signature absente, non valable ou hors du chiffrement, contenu abîmé, ou plus de cinq chiffrements)',
    REGLAGE,
  ),
  'expansion-limit': message('il contient trop une fois décompressé', AUTEUR),
  'expired-certificate': message('un certificat de l’auteur est expiré', CERTIFICAT),
  'fil-inconnu': message(
    'l’adresse de réponse qu’il emploie n’est d’aucun dossier',
    'Joignez son auteur, qui doit répondre à la lettre qu’il a reçue ou adresser une nouvelle demande, puis classez le message.',
  ),
  'header-mismatch': message('ses en-têtes signés et ses en-têtes visibles diffèrent', AUTEUR),
  'headers-too-large': message('ses en-têtes sont trop longs ou trop nombreux', AUTEUR),
  'html-too-deep': message('sa mise en forme est trop complexe', AUTEUR),
  'lectures-divergentes': message(
    'deux lecteurs y lisent deux textes différents',
    'Joignez son auteur, qui doit le renvoyer depuis une autre messagerie ou en texte brut, puis classez le message.',
  ),
  'malformed-cms': message('son enveloppe de sécurité est mal formée', AUTEUR),
  'malformed-mail': message('il est mal formé', AUTEUR),
  'mime-boundary-too-long': message('il est mal formé', AUTEUR),
  'mime-headers-too-large': message(
    'ses en-têtes, ou ceux de ses parties, sont trop longs',
    AUTEUR,
  ),
  'mime-too-deep': message('ses parties sont trop imbriquées', AUTEUR),
  'mime-too-many-parts': message('il comporte trop de parties', AUTEUR),
  'mot-sans-dossier': message(
    'il commence par un mot qui agit sur un dossier, et ne dit pas lequel',
    'Joignez son auteur, qui doit répondre à la lettre reçue ou donner le numéro du dossier, puis classez le message.',
  ),
  'name-constraint': message(
    'l’autorité de l’auteur n’a pas le droit de certifier cette adresse',
    CERTIFICAT,
  ),
  'no-from': message('il n’a pas d’expéditeur', AUTEUR),
  'no-path': message('le certificat de l’auteur ne remonte à aucune autorité connue ici', AUTORITE),
  'no-signer': message('il est dit signé et ne porte aucune signature', REGLAGE),
  'not-a-ca': message('un certificat qui n’est pas d’une autorité en a signé un autre', CERTIFICAT),
  'not-signed': message('il n’est pas signé', REGLAGE),
  'not-yet-valid': message('un certificat de l’auteur n’est pas encore valable', CERTIFICAT),
  openpgp: message('il est signé ou chiffré en OpenPGP, qui n’est pas admis ici', REGLAGE),
  'partial-signature': message('une partie seulement en est signée', REGLAGE),
  'path-length': message(
    'une autorité de l’auteur en certifie plus qu’elle n’en a le droit',
    CERTIFICAT,
  ),
  'path-too-long': message('trop d’autorités séparent l’auteur de sa racine', CERTIFICAT),
  'piece-infectee': {
    quoi: 'L’antivirus a refusé un document d’un message reçu : il n’est transmis à personne, et son auteur est interrogé.',
    faire:
      'Prévenez l’auteur que son poste est peut-être atteint. N’ouvrez pas le message sans précaution.',
  },
  'remplace-sans-adresse': {
    quoi: 'Le médecin remplacé n’a pas de messagerie sécurisée : personne ne lui a demandé s’il valide l’acte rendu sous son numéro.',
    faire: `Joignez-le ; inscrivez son adresse à l’annuaire, ou réglez l’acte selon sa réponse (« ./confrere facturation acte N »). ${REGLER}`,
  },
  'reponse-deja-recue': {
    quoi: 'Un message signé, qui avait déjà pris effet dans ce dossier, est revenu : rien n’est fait deux fois.',
    faire:
      'Rien si sa messagerie l’a envoyé deux fois ; si cela se répète, demandez à son auteur ce qu’il en est.',
  },
  'revocation-unknown': message(
    'rien ne dit si le certificat de l’auteur est révoqué, faute d’une liste ou d’une réponse de son autorité',
    '« ./confrere check » nomme ce qui manque : déposez la liste dans CONFRERE_TRUST_DIR, ou nommez l’hôte de l’autorité dans CONFRERE_REVOCATION_HOTES. Rejouez ensuite le message, s’il n’est pas repris de lui-même.',
  ),
  revoked: message('un certificat de l’auteur ou de son autorité est révoqué', CERTIFICAT),
  'sender-mismatch': message('il est envoyé pour le compte d’un autre', AUTEUR),
  'several-authors': message('il porte plusieurs signatures, qui ne s’accordent pas', AUTEUR),
  'several-from': message('il a plusieurs expéditeurs', AUTEUR),
  'signature-autre-dossier': message(
    'ce texte signé a déjà pris effet dans un autre dossier, et quelqu’un le présente de nouveau',
    'Demandez à son auteur s’il l’a voulu : si oui, il écrit et signe un nouveau message. Classez celui-ci.',
  ),
  'signed-attributes': message('les attributs de sa signature se contredisent', REGLAGE),
  'signer-certificate-missing': message(
    'le certificat de l’auteur n’accompagne pas sa signature',
    REGLAGE,
  ),
  'signer-certificate-unreadable': message(
    'le certificat de l’auteur ne peut pas être lu',
    CERTIFICAT,
  ),
  'signer-mismatch': message(
    'son signataire n’est pas son expéditeur. La signature prouve le signataire ; l’expéditeur affiché n’est pas prouvé, et peut être usurpé',
    'Joignez l’un et l’autre par téléphone, à un numéro que vous connaissez. Seulement si le signataire confirme qu’il a droit à cette adresse : boîte de service, déclarez-la (« ./confrere boite set ADRESSE --rpps RPPS ») ; adresse à lui, inscrivez-la dans l’annuaire ; puis rejouez le message. Sinon, classez-le et prévenez le titulaire de l’adresse.',
  ),
  'test-certificate': message('le certificat de l’auteur est un certificat de test', CERTIFICAT),
  'text-too-long': message('son texte est trop long', AUTEUR),
  'tnef-not-supported': message('il est au format winmail.dat d’Outlook', REGLAGE),
  'too-costly': message('il demande trop de calcul ou de mémoire pour être ouvert', AUTEUR),
  'too-many-certificates': message('sa signature porte trop de certificats', REGLAGE),
  'too-many-layers': message(
    'il compte plus de cinq enveloppes l’une dans l’autre (signatures, chiffrements ou compressions)',
    REGLAGE,
  ),
  'too-many-parts': message('il comporte trop de parties', AUTEUR),
  'too-many-recipients': message('il est chiffré pour trop de destinataires', AUTEUR),
  'too-many-signers': message('il porte trop de signatures', AUTEUR),
  'unsupported-algorithm': message('un de ses algorithmes n’est pas admis', REGLAGE),
  'untrusted-root': message('la racine du certificat de l’auteur n’est pas admise ici', AUTORITE),
  'verifications-divergentes': message(
    'une seconde vérification n’a pas confirmé sa signature',
    'Joignez son auteur, qui doit le signer et l’envoyer de nouveau, puis classez le message.',
  ),
  'weak-algorithm': message('il emploie un algorithme trop ancien', REGLAGE),
  'weak-key': message('une clé de moins de 2 048 bits est employée', CERTIFICAT),
  'wrong-usage': message(
    'le certificat de l’auteur n’est pas prévu pour signer des messages',
    REGLAGE,
  ),
} as const satisfies { readonly [C in Code]?: PourAdministrateur }

const LETTRES = {
  'adresse-perdue': lettre(
    'l’annuaire ne donne plus cette adresse au destinataire, ni aucune autre',
    `Importez un annuaire où il en a une (« ./confrere annuaire import »), puis ${RELANCER}, ou réattribuez la demande.`,
  ),
  'chiffrement-impossible': lettre(
    'son destinataire n’a pas de certificat de chiffrement connu, et son domaine est hors de CONFRERE_ESPACE_DE_CONFIANCE',
    `Importez son certificat (« ./confrere annuaire import ») ou demandez-lui un message signé : elle part alors d’elle-même. Sinon, ajoutez son domaine et ${RELANCER}.`,
  ),
  'avis-echec-non-prouve': {
    quoi: 'Un avis de non-remise, ou de non-intégration par le logiciel du destinataire, est arrivé sans preuve (ailleurs qu’à l’adresse de retour de la lettre, au sujet d’un autre destinataire, ou d’un expéditeur nommé) : rien n’est changé.',
    faire: `Demandez au destinataire s’il a reçu la lettre ; si elle manque, ${RELANCER}. ${REGLER}`,
  },
  'compte-rendu-bloque': {
    quoi: 'Un compte-rendu n’est pas remis.',
    faire: PREVENIR,
  },
  'compte-rendu-non-remis': {
    quoi: 'Le compte-rendu n’est pas parvenu au requérant, et ses actes attendent.',
    faire: `Levez ce qui empêche la remise (adresse, boîte, certificat) et ${RELANCER}.`,
  },
  'delivery-address-invalid': lettre('l’adresse n’est pas une adresse de messagerie', PREVENIR),
  'delivery-auth': lettre(
    'le relais refuse l’identifiant ou le mot de passe de la passerelle',
    `Vérifiez CONFRERE_RELAY, puis ${RELANCER}.`,
  ),
  'delivery-deferred': lettre('le serveur du destinataire la remet à plus tard', ATTENDRE),
  'delivery-domain-unknown': lettre(
    'le domaine de l’adresse n’existe pas ou ne reçoit pas de courrier',
    PREVENIR,
  ),
  'delivery-mailbox-full': lettre('la boîte du destinataire est pleine', PREVENIR),
  'delivery-mailbox-unknown': lettre(
    'le serveur du destinataire ne connaît pas cette boîte',
    PREVENIR,
  ),
  'delivery-refused': lettre('le serveur du destinataire l’a refusée pour toujours', PREVENIR),
  'delivery-sender-refused': lettre(
    'le serveur distant refuse la passerelle elle-même',
    `Vérifiez l’adresse, le domaine et le relais de la passerelle, puis ${RELANCER}.`,
  ),
  'delivery-timeout': lettre('le serveur distant ne répond pas à temps', ATTENDRE),
  'delivery-tls': lettre(
    'la liaison chiffrée n’a pas pu être établie avec un certificat vérifié',
    `Vérifiez le certificat du serveur distant et l’autorité qui l’a signé, puis ${RELANCER}.`,
  ),
  'delivery-too-large': lettre(
    'elle dépasse la taille que le serveur du destinataire accepte',
    PREVENIR,
  ),
  'delivery-uncertain': lettre('la liaison s’est coupée avant la réponse du serveur', ATTENDRE),
  'delivery-unreachable': lettre('le serveur distant n’est pas joignable', ATTENDRE),
  'dsn-echec': lettre('le serveur du destinataire l’annonce, après l’avoir prise', PREVENIR),
  'letter-not-canonical': lettre(
    'elle n’a pas la forme que sa signature demande',
    'Transmettez ce code et l’identifiant au support de la passerelle.',
  ),
  'recipient-key-unusable': lettre(
    'le certificat de chiffrement du destinataire ne peut pas servir',
    'Importez son certificat actuel (« ./confrere annuaire import »), ou demandez-lui un message signé : elle part alors d’elle-même.',
  ),
} as const satisfies { readonly [C in Code]?: PourAdministrateur }

const SURVEILLANCE = {
  'annulation-non-prouvee': {
    quoi: 'Un message du dossier, non pris en compte (non signé, ou dont l’auteur n’est pas établi), annule la demande.',
    faire: `Téléphonez au requérant. Si c’est vrai : « ./confrere dossier NUMERO --annuler --motif TEXTE », ou la page du dossier. ${REGLER}`,
  },
  'antivirus-injoignable': {
    quoi: 'L’antivirus ne répond pas : les messages qui portent un document attendent.',
    faire:
      'Relancez clamd, et vérifiez CONFRERE_CLAMD. Chaque message est jugé de nouveau chaque minute.',
  },
  'aucun-requis': {
    quoi: 'Aucun médecin requis n’est disponible pour cette demande.',
    faire: `${CONFIER} Ou inscrivez-en un (« ./confrere requis set RPPS --specialite CODE »).`,
  },
  'avis-en-doute': {
    quoi: 'L’auteur d’un avis revient sur lui, et n’a pas encore envoyé de rectificatif.',
    faire: `Vérifiez par téléphone que le requérant l’a lu, et que le requis envoie son rectificatif. ${REGLER}`,
  },
  'certificate-expired': {
    quoi: 'Un certificat qui sert à chiffrer a expiré : ce qui doit être chiffré pour son titulaire ne part plus.',
    faire:
      'Celui de la passerelle : posez le nouveau (CONFRERE_IDENTITY, l’ancien dans CONFRERE_FORMER_IDENTITIES), puis redémarrez. Celui d’un correspondant : demandez-lui un message signé avec le nouveau.',
  },
  'certificate-expiring': {
    quoi: 'Un certificat arrive à son terme.',
    faire:
      'Celui de la passerelle : posez le nouveau (CONFRERE_IDENTITY, l’ancien dans CONFRERE_FORMER_IDENTITIES). Celui d’un correspondant : demandez-lui un message signé avec le nouveau.',
  },
  'confiance-illisible': {
    quoi: 'Un fichier de CONFRERE_TRUST_DIR n’est pas lu, ou pas en entier : ce qu’il devait apporter (autorité, liste de révocation) manque.',
    faire: 'Remplacez-le ou retirez-le ; « ./confrere check » dit ce qui ne va pas.',
  },
  'demande-non-remise': {
    quoi: 'La demande n’a pu être remise au médecin sollicité, et personne d’autre ne l’a.',
    faire: `${CONFIER} Ou levez ce qui retient l’envoi (certificat, adresse) et ${RELANCER}. ${REGLER}`,
  },
  disque: {
    quoi: 'Le disque de la base de données est presque plein : aucun courrier n’est pris, chaque expéditeur reçoit 452 et réessaie. Ce qui est déjà reçu avance.',
    faire:
      'Faites de la place sur le disque de la base (« ./confrere check » dit ce qu’il en reste), ou agrandissez-le : le courrier reprend de lui-même. CONFRERE_LIMITE_DISQUE est le seuil.',
  },
  'echeance-bloquee': {
    quoi: 'Les échéances de ce dossier échouent et ne sont plus essayées qu’une fois par jour.',
    faire:
      'Cherchez « deadline » dans le journal technique du service, et transmettez-le au support.',
  },
  'echeances-en-retard': {
    quoi: 'Des échéances de dossiers attendent depuis plus de dix minutes.',
    faire:
      '« ./confrere check » dit ce qui est en panne ; vérifiez que « serve » tourne avec le rôle worker.',
  },
  'echanges-en-boucle': {
    quoi: 'Trop de lettres ont été adressées à ce correspondant en une heure, comme entre deux automates : ses messages signés ont leur effet, mais ne reçoivent plus de réponse.',
    faire: `Joignez-le, et faites arrêter son répondeur. ${REGLER}`,
  },
  'erreur-patient-non-prouvee': {
    quoi: 'Un message du dossier, non pris en compte (non signé, ou dont l’auteur n’est pas établi), dit qu’il y a erreur de patient.',
    faire: `Téléphonez au requérant et au requis : rien n’est arrêté sur sa foi. Une demande faite pour un autre patient s’annule (« ./confrere dossier NUMERO --annuler --motif TEXTE ») et se refait ; un avis se corrige par RECTIFICATIF. ${REGLER}`,
  },
  'essais-repetes': {
    quoi: 'Des messages à l’adresse d’essai, au nom de ce professionnel, sont restés sans réponse : le même acte signé y revient, ou ils sont trop nombreux dans la journée.',
    faire:
      'Demandez-lui s’il les envoie. Sinon, quelqu’un détient un message signé de lui : le journal (« message.essai ») donne les identifiants, et le journal technique leur provenance. Rien n’en est créé, et il ne reçoit plus de lettre pour eux.',
  },
  'horloge-decalee': {
    quoi: 'L’horloge d’une machine s’écarte de plus d’une minute de celle de la base.',
    faire: 'Remettez-la à l’heure (NTP).',
  },
  'identite-hors-validite': {
    quoi: 'Le certificat de la passerelle ne peut pas servir (expiré, pas encore valable, ou sans droit de signer) : rien n’est accepté et rien ne part.',
    faire:
      'Posez le nouveau (CONFRERE_IDENTITY, l’ancien dans CONFRERE_FORMER_IDENTITIES), puis redémarrez ; « ./confrere check » le vérifie.',
  },
  'liste-absente': {
    quoi: 'La liste blanche des opérateurs manque.',
    faire: 'Importez-la (« ./confrere annuaire import LISTE »).',
  },
  'liste-ancienne': {
    quoi: 'Une liste blanche plus ancienne que celle en usage a été présentée.',
    faire: 'Déposez la plus récente ; celle en usage reste en vigueur.',
  },
  'liste-illisible': {
    quoi: 'La liste blanche des opérateurs ne peut pas être lue.',
    faire: 'Déposez-la de nouveau, entière, là où CONFRERE_ESPACE_DE_CONFIANCE la nomme.',
  },
  'liste-revocation-absente': {
    quoi: 'Du courrier signé attend en quarantaine, faute d’une liste de révocation en vigueur de cette autorité.',
    faire:
      'Déposez sa liste (CRL) dans CONFRERE_TRUST_DIR, ou nommez l’hôte qui la publie dans CONFRERE_REVOCATION_HOTES : ce qui attend est alors jugé de lui-même, dans la minute.',
  },
  'liste-revocation-expire': {
    quoi: 'La liste de révocation d’une autorité touche à sa fin : ensuite, les messages signés sous cette autorité seront mis de côté.',
    faire:
      'Déposez la nouvelle liste dans CONFRERE_TRUST_DIR, ou nommez l’hôte qui la publie dans CONFRERE_REVOCATION_HOTES : elle sera cherchée d’elle-même.',
  },
  'liste-revocation-perimee': {
    quoi: 'La liste de révocation d’une autorité est périmée : les messages signés sous cette autorité sont mis de côté, à moins qu’un répondeur OCSP ne réponde d’eux.',
    faire:
      'Déposez la nouvelle liste dans CONFRERE_TRUST_DIR, ou nommez l’hôte qui la publie dans CONFRERE_REVOCATION_HOTES : ce qui attend est alors jugé de lui-même, dans la minute.',
  },
  'liste-signataire': {
    quoi: 'La liste blanche des opérateurs n’est pas signée par qui CONFRERE_LISTE_BLANCHE_SIGNATAIRE nomme.',
    faire:
      'Vérifiez d’où elle vient avant de changer le réglage ; celle en usage reste en vigueur.',
  },
  'liste-signature': {
    quoi: 'La signature de la liste blanche des opérateurs n’est pas valable.',
    faire: 'Redemandez-la à sa source ; celle en usage reste en vigueur.',
  },
  'liste-vieillie': {
    quoi: 'La liste blanche des opérateurs a plus de deux jours.',
    faire:
      'Importez celle du jour (« ./confrere annuaire import LISTE »), ou vérifiez ce qui la dépose.',
  },
  'medecin-traitant-sans-adresse': {
    quoi: 'Le médecin traitant n’a pas de messagerie sécurisée : il n’a pas reçu le compte-rendu.',
    faire: `Faites-le-lui parvenir par un autre moyen. ${REGLER}`,
  },
  'message-id-reutilise': {
    quoi: 'Un message porte l’identifiant (Message-ID) d’un autre, dont le contenu diffère : il est jugé comme tout autre.',
    faire:
      'Si son auteur est prouvé, joignez-le : son logiciel de messagerie se répète peut-être. Sinon, quelqu’un imite peut-être ses messages : rien n’a été fait sur leur foi. Classez le message.',
  },
  'message-refuse': {
    quoi: 'Un message adressé au fil de ce dossier est refusé, et son auteur n’en est pas, ou plus, averti.',
    faire: `Joignez-le ; la liste des messages reçus donne la raison du refus. ${REGLER}`,
  },
  'requis-disparu': {
    quoi: 'L’annuaire ne connaît plus un médecin inscrit comme requis, ou ne lui donne plus d’adresse, et il a des demandes en charge : sa réponse serait refusée.',
    faire: `Inscrivez-le de nouveau (« ./confrere annuaire import ») ; sinon, rendez-le inactif (« ./confrere requis set RPPS --actif non ») : ses demandes sont alors proposées à d’autres. ${CONFIER}`,
  },
  'messages-en-attente': {
    quoi: 'Des messages reçus attendent depuis plus de dix minutes d’être jugés.',
    faire:
      '« ./confrere check » dit ce qui est en panne ; vérifiez que « serve » tourne avec le rôle worker, et la place sur le disque.',
  },
  'panne-interne': {
    quoi: 'Une panne de la passerelle a interrompu un traitement : le message ou la lettre est gardé.',
    faire:
      'Voyez le journal technique du service. Rejouez ensuite le message, ou relancez l’envoi depuis sa page.',
  },
  'question-sans-reponse': {
    quoi: 'Le médecin requis n’a pas répondu à une question posée après l’avis.',
    faire: `Joignez-le, ou le requérant. ${REGLER}`,
  },
  'refus-sans-reponse': {
    quoi: 'Des messages sont refusés sans que leur auteur en soit averti.',
    faire:
      '« ./confrere rejouer --liste », ou la page « Messages », les donne : rejouez-les ou classez-les.',
  },
  'relais-injoignable': {
    quoi: 'Aucune lettre ne part plus : trois essais au moins, aucun abouti en cinq minutes.',
    faire: 'Vérifiez le relais, le réseau et CONFRERE_RELAY.',
  },
  'remises-en-retard': {
    quoi: 'Des lettres ne sont pas remises après dix minutes d’essais.',
    faire: 'La page « Envois », ou /api/v1/messages/outbound?state=differe, donne leurs codes.',
  },
  'reponse-automatique-signee': {
    quoi: 'Une réponse automatique, valablement signée, commence par un mot-clé : rien n’en est fait, sauf un retrait du consentement, qui arrête les envois en attendant.',
    faire: `Demandez à son auteur s’il l’a voulu : si oui, il l’écrit lui-même, en réponse à la lettre. Un retrait qu’il confirme se saisit (--retirer-consentement). ${REGLER}`,
  },
  'requis-injoignable': {
    quoi: 'La demande n’a pas pu être remise au médecin requis : la passerelle en cherche un autre.',
    faire: `Rien, si un autre répond ; sinon, ${CONFIER}`,
  },
  'retrait-non-prouve': {
    quoi: 'Un message du dossier, non pris en compte (non signé, ou dont l’auteur n’est pas établi), dit que le patient retire son consentement.',
    faire: `Téléphonez au requérant. Si c’est vrai : « ./confrere dossier NUMERO --retirer-consentement --motif TEXTE », ou la page du dossier. ${REGLER}`,
  },
  'revocation-muette': {
    quoi: 'Un répondeur OCSP ou un point de distribution de listes ne répond plus depuis un quart d’heure : sans lui, des messages signés seront mis de côté.',
    faire: 'Vérifiez le réseau et CONFRERE_REVOCATION_HOTES, puis prévenez l’autorité.',
  },
  'sans-reponse': {
    quoi: 'Une demande s’est close sans qu’aucun médecin ait rendu son avis. Le requérant en est averti.',
    faire:
      'Voyez dans le dossier qui a été sollicité et ce qui est parti (« ./confrere dossier NUMERO ») ; un avis tardif sera encore remis au requérant.',
  },
  'urgence-non-prouvee': {
    quoi: 'Un message du dossier, non pris en compte (non signé, ou dont l’auteur n’est pas établi), évoque une urgence.',
    faire: `Téléphonez sans attendre au requérant et au requis. ${REGLER}`,
  },
} as const satisfies { readonly [C in Code]?: PourAdministrateur }

const TABLE: { readonly [code: string]: PourAdministrateur } = {
  ...MESSAGES,
  ...LETTRES,
  ...SURVEILLANCE,
}

/** What an administrator is told of a code; null: the code never reaches him. */
export function pourAdministrateur(code: string): PourAdministrateur | null {
  return Object.hasOwn(TABLE, code) ? (TABLE[code] ?? null) : null
}

/** What is to be done about a message in, in a sentence for the administrator; null when nothing is. */
export function nextActionOf(
  state: string,
  { code, owner }: { readonly code: string | null; readonly owner: string | null },
): string | null {
  const known = code === null ? null : pourAdministrateur(code)
  const why = code !== null && Object.hasOwn(ERRORS, code) ? ERRORS[code as Code].public : ''
  const said = known === null ? why : `${known.quoi} ${known.faire}`
  switch (state) {
    case 'received':
      return 'Il va être jugé.'
    case 'deferred':
      return `Il sera jugé de nouveau à l’heure dite. ${said}`.trim()
    case 'quarantined':
      return `${said} Une fois la cause levée, rejouez-le ; ou classez-le.`.trim()
    case 'refused':
      return owner === null
        ? 'Rien : son auteur est averti, et doit renvoyer. Rejouez-le si la confiance ou l’annuaire étaient en cause.'
        : `${said} Son auteur n’est pas averti.`.trim()
    case 'accepted':
      return owner === null || known === null ? null : said
    default:
      return null
  }
}
