/**
 * The table of every refusal, deferral and question: its code, whose fault it is, what is said to whom.
 *
 * A code is stable for ever. `public` is plain French that says what to do, and holds no place for a
 * patient's data. docs/errors.md is made from this table.
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: one table, to be read in one place.

/** A permanent no: returned, never thrown. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly code: Code
  /** For our log and the administrator: identifiers, sizes, names of fields; never content. */
  readonly detail: { readonly [key: string]: string | number | null }
}

/** Not now: the world must change first. */
export interface Deferral {
  readonly kind: 'deferral'
  readonly code: Code
  readonly detail: { readonly [key: string]: string | number | null }
}

interface Entry {
  readonly family: 'refusal' | 'deferral' | 'quarantine' | 'question' | 'alert' | 'accepted'
  /** SMTP reply where the door says it; null when it is judged after the `250`. */
  readonly smtp: string | null
  readonly http: number | null
  readonly public: string
  readonly spec: string
}

/** Alphabetical. */
export const ERRORS = {
  'a-confirmer': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message n’est pas signé : répondez JE CONFIRME en première ligne pour que votre demande parte.',
    spec: 'SPEC §5',
  },
  'absence-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez REFUS seul en première ligne si vous déclinez cette demande, ABSENT suivi de ses deux dates pour déclarer une absence, AVIS seul si c’est votre avis : votre message est conservé, et n’est pas encore transmis.',
    spec: 'SPEC §5',
  },
  'absence-illisible': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Les dates de votre absence n’ont pas été comprises : écrivez ABSENT suivi du premier et du dernier jour (un an au plus), par exemple ABSENT 12/03/2026 20/03/2026.',
    spec: 'SPEC §5',
  },
  'absence-impossible': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Cette absence est déjà passée, dure plus de 366 jours, ou le délégué est l’absent lui-même : vérifiez les dates, l’année surtout.',
    spec: 'SPEC §1',
  },
  'absence-inconnue': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Aucune absence de ce médecin n’est notée pour ces jours : rien n’est changé. La page des requis et « ./confrere requis absences RPPS » donnent celles qui le sont.',
    spec: 'SPEC §1',
  },
  'acces-verrouille': {
    family: 'refusal',
    smtp: null,
    http: 429,
    public:
      'Trop de jetons faux sont venus de cette adresse : attendez une minute, puis recommencez avec un jeton valable.',
    spec: 'SPEC §12',
  },
  'accord-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message ressemble à un accord, et rien n’est parti : pour donner votre accord, écrivez ACCORD seul en première ligne ; pour le refuser, DESACCORD.',
    spec: 'SPEC §5',
  },
  'accord-ambigu': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Plusieurs accords vous sont demandés dans ce dossier : écrivez ACCORD suivi de la spécialité, par exemple ACCORD cardiologie.',
    spec: 'SPEC §5',
  },
  'accord-sans-objet': {
    family: 'question',
    smtp: null,
    http: null,
    public: 'Aucun accord ne vous est demandé dans ce dossier : rien n’a été changé.',
    spec: 'SPEC §5',
  },
  'accuse-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez ACCEPTE seul en première ligne si vous prenez la demande en charge (votre avis est à rendre par écrit), AVIS seul si c’est votre avis, REFUS seul si vous la déclinez : votre message est conservé, et n’est pas encore transmis.',
    spec: 'SPEC §5',
  },
  'acte-hors-export': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Cet acte n’est dans aucun export : il n’y a rien à contester ni à clore.',
    spec: 'SPEC §11',
  },
  'acte-inchange': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Cet acte est déjà ainsi : rien n’a été changé.',
    spec: 'SPEC §11',
  },
  'acte-incomplet': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Il manque à cet acte un numéro ou une spécialité : donnez-le d’abord en corrigeant la colonne.',
    spec: 'SPEC §11',
  },
  'acte-paye': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Cet acte est payé : il ne peut plus être changé.',
    spec: 'SPEC §11',
  },
  'acte-rejete': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Cet acte a été rejeté : corrigez-le, contestez le rejet ou mettez-y fin (clore).',
    spec: 'SPEC §11',
  },
  'acte-sans-rejet': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Cet acte n’a pas encore de réponse : il n’y a rien à contester.',
    spec: 'SPEC §11',
  },
  'acte-verrouille': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Cet acte est dans un export et attend sa réponse : attendez-la, ou annulez l’export.',
    spec: 'SPEC §11',
  },
  'address-not-ascii': {
    family: 'refusal',
    smtp: '553 5.6.7',
    http: null,
    public:
      'Cette adresse contient des caractères que la passerelle n’admet pas : écrivez-la sans accent.',
    spec: 'RFC 5321 §4.1.2',
  },
  'adresse-changee': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'L’annuaire ne donne plus cette adresse au destinataire : la lettre est reprise et part pour celle qu’il lui donne maintenant.',
    spec: 'SPEC §13.11',
  },
  'adresse-perdue': {
    family: 'alert',
    smtp: null,
    http: 409,
    public:
      'L’annuaire ne donne plus cette adresse au destinataire, et ne lui en donne pas d’autre : importez un annuaire où il en a une, puis relancez l’envoi, ou réattribuez la demande.',
    spec: 'SPEC §13.11',
  },
  'alerte-terminee': {
    family: 'alert',
    smtp: null,
    http: null,
    public: 'L’alerte nommée ci-dessus est terminée : aucune action n’est plus attendue.',
    spec: 'SPEC §6.8',
  },
  'annuaire-absent': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Votre certificat ne porte pas votre adresse et l’annuaire n’a pas pu être consulté : réessayez plus tard ou prévenez l’administrateur.',
    spec: 'SPEC §8',
  },
  'annuaire-fait-foi': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'L’annuaire dit autre chose de cette personne, et c’est lui qui compte : rien n’a été corrigé. Si l’annuaire est faux, faites-le corriger par l’administrateur, puis importez-le ; s’il est juste, confirmez l’acte.',
    spec: 'SPEC §4',
  },
  annulation: {
    family: 'question',
    smtp: null,
    http: null,
    public: 'La demande a été annulée par le requérant : vous n’avez plus rien à faire.',
    spec: 'SPEC §5',
  },
  'annulation-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Voulez-vous annuler la demande ? Si oui, écrivez ANNULATION en première ligne ; sinon, écrivez COMPLEMENT, et votre message sera transmis.',
    spec: 'SPEC §5',
  },
  'annulation-non-prouvee': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un message non pris en compte (non signé, ou dont l’auteur n’est pas établi) annule la demande : la coordination doit joindre le requérant, rien n’est annulé sur sa foi.',
    spec: 'SPEC §6.8',
  },
  'annulation-sans-objet': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Il n’y a plus rien à annuler : tous les avis demandés sont rendus ou terminés. Pour retirer le consentement du patient, écrivez RETRAIT CONSENTEMENT.',
    spec: 'SPEC §5',
  },
  'antivirus-injoignable': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Les documents de ce message attendent d’être examinés : l’antivirus ne répond pas. Vérifiez-le, et CONFRERE_CLAMD. Rien ne part d’ici là.',
    spec: 'SPEC §2',
  },
  'arret-sans-objet': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Il n’y a rien à arrêter : le consentement est déjà retiré ou refusé, ou plus aucun avis n’est attendu pour ce dossier.',
    spec: 'SPEC §6.1',
  },
  'aucun-document': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'La demande ne donnait, hors la question, ni document ni renseignement médical : vérifiez que l’acte peut être facturé avant de le transmettre.',
    spec: 'SPEC §11',
  },
  'aucun-requis': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Aucun médecin requis n’est disponible : orientez la demande ou inscrivez un autre médecin.',
    spec: 'SPEC §6.8',
  },
  'auteur-ambigu': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Plusieurs professionnels partagent cette adresse et votre certificat ne porte pas de numéro RPPS : signez avec votre carte CPS ou un certificat nominatif.',
    spec: 'SPEC §5',
  },
  'auteur-disparu': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'L’annuaire de cette passerelle ne vous connaît plus, alors que vous avez part à ce dossier. Votre message est gardé et son administrateur est prévenu : une fois que vous êtes inscrit de nouveau, il peut le reprendre sans que vous le renvoyiez. Si rien ne peut attendre, appelez votre confrère.',
    spec: 'SPEC §9',
  },
  'auteur-inconnu': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'L’expéditeur n’est pas un professionnel de l’annuaire de cette passerelle : faites-vous inscrire auprès de son administrateur, puis renvoyez votre demande.',
    spec: 'SPEC §9',
  },
  'auteur-non-attendu': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Ce dossier n’attend pas de réponse de votre part. Si vous deviez rendre cet avis, demandez à l’administrateur que le dossier vous soit confié : il pourra alors reprendre votre message, que la passerelle garde.',
    spec: 'SPEC §5',
  },
  'autre-patient-a-confirmer': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Ce nom n’a rien de commun avec celui de l’acte : rien n’a été corrigé. Si c’est le même patient, donnez aussi sa date de naissance, inchangée (date_naissance=…), dans la même correction.',
    spec: 'SPEC §6.5',
  },
  'avis-a-confirmer': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message n’est pas signé : répondez JE CONFIRME en première ligne pour que votre avis soit transmis.',
    spec: 'SPEC §5',
  },
  'avis-a-joindre': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Lequel de vos textes est votre avis ? Pour que les deux, réunis tels qu’ils sont cités, deviennent votre compte-rendu, répondez AVIS seul ; pour un seul texte, répondez AVIS en première ligne, puis ce texte entier en dessous. Rien n’est transmis d’ici là.',
    spec: 'SPEC §5',
  },
  'avis-a-relire': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Relisez ce texte, qui ne ressemble pas à un avis et n’est pas transmis : s’il doit devenir votre compte-rendu, répondez AVIS seul encore une fois ; sinon, écrivez le mot qui convient, ou AVIS suivi de votre avis.',
    spec: 'SPEC §5',
  },
  'avis-deja-recu': {
    family: 'question',
    smtp: null,
    http: null,
    public: 'Cet avis nous est déjà parvenu et suit son cours : vous n’avez rien à refaire.',
    spec: 'SPEC §6.6',
  },
  'avis-deja-rendu': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Vous avez déjà rendu un avis dans ce dossier : pour le remplacer par le texte que vous venez d’envoyer, répondez RECTIFICATIF en première ligne ; pour l’y ajouter sans le remplacer, répondez COMPLEMENT.',
    spec: 'SPEC §5',
  },
  'avis-echec-non-prouve': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un avis de non-remise, ou de non-intégration par le logiciel du destinataire, est arrivé sans preuve (ailleurs qu’à l’adresse de retour de la lettre, au sujet d’un autre destinataire, ou d’un expéditeur nommé) : rien n’est changé, l’administrateur doit demander au destinataire s’il a reçu la lettre.',
    spec: 'SPEC §3',
  },
  'avis-en-doute': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'L’auteur d’un avis revient sur lui : vérifiez par téléphone que le requérant l’a lu, et que le requis envoie son rectificatif.',
    spec: 'SPEC §5',
  },
  'avis-vide': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message ne contient ni avis ni document joint, en dehors des formules et de la signature : répondez AVIS en première ligne, puis écrivez votre avis dessous ou joignez-le.',
    spec: 'SPEC §5',
  },
  'backlog-full': {
    family: 'deferral',
    smtp: '452 4.3.1',
    http: null,
    public: 'Trop de messages attendent d’être traités : réessayez dans quelques minutes.',
    spec: 'SPEC §13.8',
  },
  'bad-certificate-signature': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le certificat du signataire n’est pas signé par l’autorité qu’il nomme : demandez un nouveau certificat à votre autorité.',
    spec: 'RFC 5280 §6.1.3',
  },
  'bad-parameter': {
    family: 'refusal',
    smtp: null,
    http: 400,
    public: 'Un paramètre de la demande n’est pas valable : corrigez-le et recommencez.',
    spec: 'SPEC §12',
  },
  'bad-signature': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La signature du message n’est pas valable : renvoyez le message signé, sans passer par un outil qui le modifie.',
    spec: 'RFC 5652 §5.6',
  },
  'bare-line-ending': {
    family: 'refusal',
    smtp: '554 5.6.0',
    http: null,
    public:
      'Fins de ligne non conformes (CR ou LF isolé) : renvoyez le message depuis un autre logiciel ou relais.',
    spec: 'RFC 5321 §2.3.8',
  },
  'base-indisponible': {
    family: 'deferral',
    smtp: '451 4.3.0',
    http: 503,
    public:
      'La passerelle ne peut rien enregistrer pour l’instant : votre messagerie réessaiera d’elle-même.',
    spec: 'SPEC §13.1',
  },
  'body-too-large': {
    family: 'refusal',
    smtp: null,
    http: 413,
    public: 'Le contenu envoyé est trop volumineux : découpez-le en plusieurs envois.',
    spec: 'SPEC §13.8',
  },
  boucle: {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Trop de demandes incomplètes sont venues de ce correspondant en une heure, comme d’un automate : ce message attend, l’administrateur doit le rejouer.',
    spec: 'SPEC §10',
  },
  'ca-key-usage': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un certificat d’autorité du chemin n’a pas le droit d’en signer d’autres : transmettez ce message au support de votre autorité de certification.',
    spec: 'RFC 5280 §6.1.4',
  },
  'cannot-decrypt': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message n’est pas chiffré pour cette passerelle : renvoyez-le chiffré avec son certificat actuel, ou seulement signé.',
    spec: 'RFC 5652 §6.2',
  },
  'cas-restreint': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Cet acte n’est pris en charge que dans certains cas pour cette profession : vérifiez qu’il s’agit de l’un d’eux.',
    spec: 'NGAP art. 14.9',
  },
  'certificate-denied': {
    family: 'refusal',
    smtp: '550 5.7.1',
    http: 403,
    public:
      'Votre certificat, ou celui de son autorité, a été refusé par l’administrateur de cette passerelle : prenez contact avec lui.',
    spec: 'SPEC §1',
  },
  'certificate-expired': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un certificat qui sert à chiffrer a expiré : remplacez celui de la passerelle, ou demandez au correspondant un message signé avec son nouveau certificat. En attendant, ce qui devait lui être chiffré ne part pas.',
    spec: 'SPEC §2',
  },
  'certificate-expiring': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un certificat arrive à son terme : renouvelez celui de la passerelle, ou demandez au correspondant un message signé avec son nouveau certificat.',
    spec: 'SPEC §2',
  },
  'certificate-mismatch': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La signature désigne un autre certificat que celui qui l’accompagne : signez de nouveau le message avec un seul certificat.',
    spec: 'RFC 5035 §5.4',
  },
  'certificate-policy': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Les politiques de certification du chemin ne s’accordent pas : transmettez ce message au support de votre autorité de certification.',
    spec: 'RFC 5280 §6.1.5',
  },
  'certs-only': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message ne contient que des certificats, sans contenu signé : renvoyez votre demande dans un message signé.',
    spec: 'RFC 8551 §3.8',
  },
  'champ-illisible': {
    family: 'refusal',
    smtp: null,
    http: 400,
    public:
      'La valeur d’une colonne n’est pas lisible ou n’est pas possible : rien n’a été corrigé.',
    spec: 'SPEC §11',
  },
  'champ-impossible': {
    family: 'refusal',
    smtp: null,
    http: 400,
    public:
      'La valeur d’une colonne ne peut pas être : une naissance après l’acte ou plus de 120 ans avant, une demande après l’acte ou plus d’un an avant, un N° AM et un N° FINESS à la fois (l’un remplace l’autre). Rien n’a été corrigé.',
    spec: 'SPEC §11',
  },
  'champ-inconnu': {
    family: 'refusal',
    smtp: null,
    http: 400,
    public:
      'Cette colonne ne peut pas être corrigée : nommez une colonne du fichier CSV qui le peut.',
    spec: 'SPEC §11',
  },
  'chiffrement-impossible': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Le destinataire n’a pas de certificat de chiffrement connu et son domaine est hors de l’espace de confiance : demandez-lui un message signé, ou ajoutez son domaine.',
    spec: 'SPEC §8',
  },
  'classement-sans-objet': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Ce message a eu son effet et n’attend personne : il n’y a rien à classer.',
    spec: 'SPEC §13.13',
  },
  'cms-too-large': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La partie signée ou chiffrée du message est trop volumineuse, par ses pièces jointes ou par les certificats et destinataires qu’elle porte : allégez les pièces jointes ; si elles sont légères, renvoyez-le avec votre seul certificat, à moins de personnes.',
    spec: 'SPEC §13.8',
  },
  'command-failed': {
    family: 'alert',
    smtp: null,
    http: 500,
    public:
      'La commande n’a pas pu être exécutée : consultez le journal du service, puis recommencez.',
    spec: 'SPEC §12',
  },
  'command-line-ending': {
    family: 'refusal',
    smtp: '521 5.5.2',
    http: null,
    public: 'Une commande se termine par un CR ou un LF isolé : chaque ligne doit finir par CRLF.',
    spec: 'RFC 5321 §2.3.8',
  },
  'command-not-offered': {
    family: 'refusal',
    smtp: '502 5.5.1',
    http: null,
    public: 'La commande BDAT n’est pas annoncée ici : envoyez le message par DATA.',
    spec: 'RFC 3030 §2',
  },
  'complement-sans-question': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez AVIS seul en première ligne si c’est votre avis, COMPLEMENT seul si le requérant doit y répondre : votre message ne semble pas poser de question, il est conservé, et n’est pas encore transmis.',
    spec: 'SPEC §5',
  },
  'complement-vide': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message ne contient ni texte ni document : écrivez votre question ou votre réponse, ou joignez un document.',
    spec: 'SPEC §5',
  },
  'compte-rendu-bloque': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un compte-rendu n’a pas été remis : voyez la lettre dans la page d’administration, corrigez la cause, puis relancez-la.',
    spec: 'SPEC §6.8',
  },
  'compte-rendu-non-remis': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Le compte-rendu n’est pas parvenu au requérant et ses actes attendent : l’administrateur doit lever ce qui empêche la remise, puis relancer l’envoi.',
    spec: 'SPEC §11',
  },
  'confiance-illisible': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un fichier du dossier de confiance ne peut pas être lu, ou pas en entier : ce qu’il devait apporter (autorité, liste de révocation) manque. Remplacez-le ou retirez-le ; « ./confrere check » dit ce qui ne va pas.',
    spec: 'SPEC §2',
  },
  'confirmation-sans-objet': {
    family: 'question',
    smtp: null,
    http: null,
    public: 'Rien n’attend votre confirmation dans ce dossier : rien n’a été changé.',
    spec: 'SPEC §5',
  },
  'confrere-sollicite': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Cette demande est adressée à un confrère de votre spécialité, et la décliner ou la réorienter est à lui : rien n’a été changé. Pour la prendre en charge, répondez ACCEPTE ; pour rendre votre avis, AVIS.',
    spec: 'SPEC §5',
  },
  'consentement-absent': {
    family: 'question',
    smtp: null,
    http: null,
    public: 'Le consentement du patient n’est pas enregistré : rien ne part avant qu’il le soit.',
    spec: 'SPEC §6.1',
  },
  'consentement-en-doute': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Le requérant doit dire si le patient retire son consentement : en attendant, rien n’est transmis.',
    spec: 'SPEC §6.1',
  },
  'consentement-hors-portee': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le consentement du patient ne couvre pas ce destinataire : demandez l’accord du requérant.',
    spec: 'SPEC §6.1',
  },
  'consentement-refuse': {
    family: 'question',
    smtp: null,
    http: null,
    public: 'Le patient n’a pas consenti : son refus est enregistré et rien n’a été transmis.',
    spec: 'SPEC §6.1',
  },
  'consentement-retire': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le patient a retiré son consentement : plus rien n’est transmis. En cas de danger, téléphonez à votre confrère.',
    spec: 'SPEC §6.1',
  },
  'contenu-detruit': {
    family: 'refusal',
    smtp: null,
    http: 410,
    public:
      'Le contenu de ce dossier a été détruit au terme prévu : il ne peut plus être lu ni envoyé.',
    spec: 'SPEC §13.5',
  },
  'copie-en-doute': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Le requérant doit dire si le médecin traitant reçoit une copie : en attendant, aucune ne part.',
    spec: 'SPEC §6.7',
  },
  'courrier-administrateur': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Ce message est pour l’administrateur, qui le lit par la commande « ./confrere message ».',
    spec: 'RFC 2142 §5',
  },
  'courrier-automatique': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Une réponse automatique est arrivée : elle est gardée, sans effet, et personne n’y répond.',
    spec: 'SPEC §5',
  },
  'courrier-dangereux': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Ce message pour l’administrateur contient un programme, des macros ou un script : il n’est pas réexpédié.',
    spec: 'SPEC §13.8',
  },
  'creneau-ambigu': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Plusieurs avis vous sont demandés dans ce dossier : répondez au message de la demande à laquelle vous voulez répondre.',
    spec: 'SPEC §5',
  },
  'creneau-inconnu': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Aucun avis ne vous est demandé dans ce dossier : vérifiez le message auquel vous répondez.',
    spec: 'SPEC §5',
  },
  'creneau-quitte': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Cette demande n’est plus dans votre file : vous l’avez déclinée, ou un confrère l’a reçue après vous. Votre message n’est transmis à personne. Pour la reprendre, répondez ACCEPTE en première ligne ; pour rendre votre avis, AVIS.',
    spec: 'SPEC §5',
  },
  'creneau-termine': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Cette demande est terminée et ce mot-clé n’a plus d’effet : vous pouvez encore rendre un avis en écrivant AVIS en première ligne.',
    spec: 'SPEC §6.4',
  },
  'critical-extension': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un certificat du chemin porte une extension critique inconnue : utilisez un certificat de l’IGC-Santé ou d’une autorité reconnue.',
    spec: 'RFC 5280 §6.1.4',
  },
  'deja-classe': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Ce message est déjà classé : le journal dit par qui et pourquoi.',
    spec: 'SPEC §13.13',
  },
  'delegue-non-inscrit': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Le délégué n’est pas inscrit comme requis, ou n’est plus actif : inscrivez-le d’abord.',
    spec: 'SPEC §1',
  },
  'delivery-address-invalid': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'L’adresse du destinataire n’est pas une adresse de messagerie valable : corrigez-la dans l’annuaire.',
    spec: 'RFC 5321 §4.1.2',
  },
  'delivery-auth': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Le relais de messagerie refuse l’identifiant ou le mot de passe de la passerelle : vérifiez CONFRERE_RELAY.',
    spec: 'RFC 4954 §6',
  },
  'delivery-deferred': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Le serveur du destinataire remet la réception à plus tard : la passerelle réessaie d’elle-même.',
    spec: 'RFC 5321 §4.2.1',
  },
  'delivery-domain-unknown': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le domaine de l’adresse du destinataire n’existe pas ou ne reçoit pas de courrier : corrigez l’adresse dans l’annuaire.',
    spec: 'RFC 5321 §5.1',
  },
  'delivery-mailbox-full': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'La boîte aux lettres du destinataire est pleine : la passerelle réessaie, prévenez-le par téléphone.',
    spec: 'RFC 3463 §3.3',
  },
  'delivery-mailbox-unknown': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le serveur du destinataire ne connaît pas cette boîte aux lettres : corrigez l’adresse dans l’annuaire.',
    spec: 'RFC 3463 §3.2',
  },
  'delivery-refused': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le serveur du destinataire a refusé le message définitivement : prévenez le destinataire par un autre moyen.',
    spec: 'RFC 5321 §4.2.1',
  },
  'delivery-sender-refused': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Le serveur distant refuse la passerelle elle-même, non le destinataire : vérifiez son adresse, son domaine et le relais.',
    spec: 'RFC 3463 §3.2',
  },
  'delivery-timeout': {
    family: 'deferral',
    smtp: null,
    http: null,
    public: 'Le serveur distant ne répond pas dans le délai : la passerelle réessaie d’elle-même.',
    spec: 'RFC 5321 §4.5.3.2',
  },
  'delivery-tls': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'La liaison chiffrée avec le serveur distant n’a pas pu être établie avec un certificat vérifié : vérifiez ce certificat et l’autorité qui l’a signé.',
    spec: 'SPEC §2',
  },
  'delivery-too-large': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message dépasse la taille que le serveur du destinataire accepte : transmettez les pièces en plusieurs fois.',
    spec: 'RFC 1870 §6',
  },
  'delivery-uncertain': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'La liaison s’est coupée après l’envoi du message, avant la réponse : la passerelle le renvoie sous le même identifiant.',
    spec: 'RFC 5321 §4.5.3.2',
  },
  'delivery-unreachable': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Le serveur distant n’est pas joignable : la passerelle réessaie d’elle-même ; vérifiez le réseau et CONFRERE_RELAY si cela dure.',
    spec: 'RFC 5321 §4.5.4.1',
  },
  'demande-annulee': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'La demande a été annulée : cette lettre ne part plus.',
    spec: 'SPEC §6.1',
  },
  'demande-deja-recue': {
    family: 'accepted',
    smtp: null,
    http: null,
    public:
      'Cette demande avait déjà été reçue : son numéro est redonné, rien n’est fait deux fois.',
    spec: 'SPEC §6',
  },
  'demande-en-route': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Cette lettre suit une demande d’avis qui n’est pas encore remise à son destinataire : elle attend que la demande soit partie.',
    spec: 'SPEC §6.8',
  },
  'demande-illisible': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La demande n’a pas pu être lue : demandez le formulaire en écrivant à l’adresse modele@, puis renvoyez-la.',
    spec: 'SPEC §4',
  },
  'demande-incomplete': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Il manque des éléments à la demande : complétez les lignes indiquées pour qu’elle parte.',
    spec: 'SPEC §6.3',
  },
  'demande-non-remise': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'La demande n’a pu être remise au médecin sollicité : confiez-la à un autre, ou levez ce qui retient l’envoi (son certificat, son adresse) et relancez-le.',
    spec: 'SPEC §6.8',
  },
  'demande-remplacee': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Ce médecin a été sollicité de nouveau depuis cette lettre : la demande lui est adressée par une autre. Celle-ci ne part plus.',
    spec: 'SPEC §13.11',
  },
  'depot-a-valider': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Cette demande est déposée pour un médecin : elle part quand ce médecin répond JE VALIDE, dans un message signé, à la lettre qui lui a été adressée.',
    spec: 'SPEC §5',
  },
  'depot-de-reponse': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Une réponse, une annulation ou un retrait du consentement ne se dépose pas pour un médecin : il l’écrit lui-même, depuis sa messagerie, en réponse à la lettre qu’il a reçue. Prévenez-le. En cas d’urgence ou de retrait du consentement, téléphonez sans attendre à la coordination.',
    spec: 'SPEC §5',
  },
  'depot-non-valide': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le médecin pour qui vous avez déposé cette demande ne l’a pas validée : elle est annulée, et rien n’en a été transmis.',
    spec: 'SPEC §5',
  },
  'depot-sans-effet': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'La demande reste telle que vous l’avez déposée, et attend la validation du médecin pour qui elle l’est : s’il y a une nouvelle demande, dites-lui de ne valider que celle-là. Il peut aussi compléter lui-même, en répondant à nos messages.',
    spec: 'SPEC §5',
  },
  'depot-valide': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le médecin pour qui vous avez déposé cette demande l’a validée et en est le requérant : la suite lui est adressée.',
    spec: 'SPEC §5',
  },
  'depots-trop-nombreux': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Trop de demandes ont été déposées aujourd’hui depuis votre adresse, que l’annuaire ne connaît pas : celle-ci n’est pas transmise. Le médecin peut l’envoyer lui-même ; l’administrateur est averti.',
    spec: 'SPEC §10',
  },
  'destinataire-ecarte': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le destinataire de cette lettre n’a plus à la recevoir : un autre a pris sa place, ou il s’est récusé. Elle ne part plus.',
    spec: 'SPEC §6.7',
  },
  'destination-occupee': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Le serveur du destinataire ne répond pas ou ne prend pas plus de lettres pour l’instant : la lettre attend son tour, sans compter d’essai.',
    spec: 'SPEC §10',
  },
  'digest-mismatch': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le contenu a été modifié après la signature : renvoyez le message signé, sans passer par un outil qui le modifie.',
    spec: 'RFC 5652 §11.2',
  },
  'disk-nearly-full': {
    family: 'deferral',
    smtp: '452 4.3.1',
    http: null,
    public: 'La place manque pour enregistrer le message : réessayez plus tard.',
    spec: 'RFC 5321 §4.5.3.1.10',
  },
  disque: {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Le disque de la base est presque plein : aucun courrier n’est pris (452). Faites de la place, ou agrandissez le disque.',
    spec: 'SPEC §13.8',
  },
  'dossier-clos': {
    family: 'refusal',
    smtp: null,
    http: 410,
    public: 'Ce dossier est clos et son contenu est détruit : adressez une nouvelle demande.',
    spec: 'SPEC §3',
  },
  'dsn-echec': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Le serveur du destinataire annonce que le message n’a pas été remis : prévenez le destinataire par un autre moyen.',
    spec: 'RFC 3464 §2.3.3',
  },
  'ecarte-par-decision': {
    family: 'question',
    smtp: null,
    http: null,
    public: 'Cet acte a été déclaré non facturable par une personne habilitée.',
    spec: 'SPEC §11',
  },
  'echanges-en-boucle': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Trop de lettres ont été adressées à ce correspondant en une heure, comme entre deux automates : ses messages signés ont leur effet, mais ne reçoivent plus de réponse, et l’administrateur doit le joindre.',
    spec: 'SPEC §10',
  },
  'echeance-bloquee': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Le traitement des échéances d’un dossier échoue et n’est plus essayé qu’une fois par jour, ou au prochain message du dossier : voyez le journal technique.',
    spec: 'SPEC §13.7',
  },
  'echeances-en-retard': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Des échéances (rappels, retards, clôtures) ne sont pas traitées depuis plus de dix minutes : vérifiez que « serve » fonctionne et que la base répond.',
    spec: 'SPEC §7',
  },
  'encrypted-not-authentic': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Sous le chiffrement, aucun message signé n’a pu être lu : la signature manque, n’est pas valable ou est posée hors du chiffrement, le contenu est abîmé, ou le message est chiffré plus de cinq fois. Signez le message, puis chiffrez-le une seule fois, et renvoyez-le.',
    spec: 'RFC 8551 §6',
  },
  'erreur-patient-non-prouvee': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un message non pris en compte (non signé, ou dont l’auteur n’est pas établi) dit qu’il y a erreur de patient : la coordination doit joindre le requérant et le requis, rien n’est arrêté sur sa foi.',
    spec: 'SPEC §6.5',
  },
  'essais-repetes': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Des messages à l’adresse d’essai sont restés sans réponse : le même acte signé y revient, ou ils sont trop nombreux dans la journée. Quelqu’un renvoie peut-être le message d’un autre.',
    spec: 'SPEC §3',
  },
  'expansion-limit': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le contenu compressé du message est trop volumineux une fois ouvert : envoyez-le sans compression, en plusieurs messages.',
    spec: 'SPEC §13.8',
  },
  'expired-certificate': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un certificat du signataire ou de son autorité est périmé : renouvelez votre certificat, puis renvoyez le message.',
    spec: 'RFC 5280 §6.1.3',
  },
  'export-paid': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Tous les actes de cet export ont leur réponse : il n’y a rien à émettre de nouveau.',
    spec: 'SPEC §11',
  },
  'export-purged': {
    family: 'refusal',
    smtp: null,
    http: 410,
    public: 'La durée de conservation de cet export est passée : son contenu est détruit.',
    spec: 'SPEC §13.5',
  },
  'export-superseded': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Cet export a déjà été remplacé : consultez celui qui le remplace.',
    spec: 'SPEC §11',
  },
  'export-voided': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Cet export est déjà annulé : ses actes sans réponse sont libérés, créez un nouvel export.',
    spec: 'SPEC §11',
  },
  'fil-inconnu': {
    family: 'refusal',
    smtp: '550 5.1.1',
    http: null,
    public: 'Cette adresse de réponse n’existe pas : répondez directement au message reçu.',
    spec: 'SPEC §3',
  },
  'formulaire-a-confirmer': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Des lignes de votre demande sont lues dans votre texte, sans libellé, ou sont peut-être celles d’un autre (message ou exemple cité, texte peu visible) : répondez JE CONFIRME en première ligne si elles sont justes et les vôtres, ou écrivez ces lignes vous-même.',
    spec: 'SPEC §4, §6.8',
  },
  'gateway-stopping': {
    family: 'deferral',
    smtp: '421 4.3.2',
    http: null,
    public: 'La passerelle redémarre : réessayez dans quelques minutes.',
    spec: 'RFC 5321 §3.8',
  },
  'header-mismatch': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'L’expéditeur, l’objet ou le destinataire affichés diffèrent de ceux qui sont signés : renvoyez le message depuis votre messagerie.',
    spec: 'RFC 9788 §2.2',
  },
  'header-too-large': {
    family: 'refusal',
    smtp: '552 5.3.4',
    http: null,
    public:
      'Les en-têtes du message dépassent la taille admise : renvoyez un nouveau message plutôt qu’un transfert.',
    spec: 'SPEC §13.8',
  },
  'headers-too-large': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Les en-têtes du message, ou d’une de ses parties, sont trop nombreux ou trop volumineux : renvoyez-le depuis un nouveau message.',
    spec: 'SPEC §13.8',
  },
  'horloge-decalee': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'L’horloge d’une machine de la passerelle s’écarte de plus d’une minute de celle de la base : remettez-la à l’heure.',
    spec: 'SPEC §7',
  },
  'html-too-deep': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La mise en forme de ce message est imbriquée trop profondément pour être lue en entier : répondez sans citer tout l’échange, ou écrivez en texte simple.',
    spec: 'SPEC §4, §13.8',
  },
  'http-fault': {
    family: 'alert',
    smtp: null,
    http: 500,
    public: 'Le service a rencontré une erreur : réessayez, puis prévenez l’administrateur.',
    spec: 'SPEC §12',
  },
  'identite-hors-validite': {
    family: 'deferral',
    smtp: '451 4.3.5',
    http: 503,
    public:
      'Le certificat de la passerelle n’est pas valable en ce moment : elle ne prend aucun courrier auquel elle ne pourrait pas répondre. Réessayez plus tard.',
    spec: 'SPEC §8',
  },
  'jamais-completee': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'La demande n’a pas été complétée à temps et a pris fin : renvoyez une demande complète si elle est toujours utile.',
    spec: 'SPEC §6.3',
  },
  'jugement-en-cours': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Ce message attend déjà son jugement, ou un autre poste le juge en ce moment : regardez son état dans une minute.',
    spec: 'SPEC §13.3',
  },
  'lectures-divergentes': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Votre message ne se lit pas de la même façon dans tous les logiciels de messagerie : un texte, un document ou des accents y seraient autres que ce que vous avez écrit. Écrivez-le de nouveau depuis votre messagerie habituelle, sans mise en forme, et joignez-y de nouveau les documents.',
    spec: 'SPEC §2',
  },
  'letter-not-canonical': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Une lettre de la passerelle contient une fin de ligne isolée, une ligne trop longue ou un octet interdit : elle n’est pas partie, signalez-la à l’éditeur.',
    spec: 'RFC 5321 §2.3.8',
  },
  'lettre-anterieure': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Une lettre plus ancienne de ce dossier attend encore de partir vers ce même destinataire : celle-ci la suit, dans l’ordre.',
    spec: 'SPEC §10',
  },
  'lettre-retiree': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Cette lettre a été retirée et ne peut plus partir (consentement, annulation, destinataire ou version remplacés) ; son code dit pourquoi. Rien n’a été envoyé.',
    spec: 'SPEC §13.11',
  },
  'lettre-sans-objet': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Cette lettre n’a plus d’objet : ce qu’elle demande n’est plus attendu, ou une version plus récente la remplace. Elle ne part plus.',
    spec: 'SPEC §13.11',
  },
  'line-too-long': {
    family: 'refusal',
    smtp: '554 5.6.0',
    http: null,
    public:
      'Une ligne du message dépasse la longueur admise : renvoyez-le depuis un autre logiciel ou relais.',
    spec: 'RFC 5321 §4.5.3.1.6',
  },
  'liste-absente': {
    family: 'deferral',
    smtp: '451 4.3.0',
    http: null,
    public:
      'La liste blanche des opérateurs n’est pas disponible ici : réessayez plus tard, l’administrateur est prévenu.',
    spec: 'SPEC §9',
  },
  'liste-ancienne': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Cette liste blanche est plus ancienne que celle en usage : elle n’est pas prise, demandez la dernière.',
    spec: 'SPEC §9',
  },
  'liste-illisible': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Ce fichier n’est pas une liste blanche d’opérateurs lisible : téléchargez-le de nouveau.',
    spec: 'SPEC §9',
  },
  'liste-revocation-absente': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Du courrier signé attend en quarantaine, faute d’une liste de révocation en vigueur de cette autorité. Déposez sa liste (CRL) dans CONFRERE_TRUST_DIR, ou nommez son hôte dans CONFRERE_REVOCATION_HOTES : ce qui attend est alors jugé de lui-même, dans la minute.',
    spec: 'SPEC §8',
  },
  'liste-revocation-expire': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Une liste de révocation arrive à son terme sans avoir été renouvelée : au-delà, les signatures de cette autorité ne pourront plus être jugées sans réponse OCSP. Déposez la nouvelle dans CONFRERE_TRUST_DIR, ou nommez son hôte dans CONFRERE_REVOCATION_HOTES.',
    spec: 'SPEC §8',
  },
  'liste-revocation-perimee': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'La liste de révocation d’une autorité est périmée : les signatures sous cette autorité ne peuvent plus être jugées sans réponse OCSP. Déposez la nouvelle dans CONFRERE_TRUST_DIR, ou nommez son hôte dans CONFRERE_REVOCATION_HOTES.',
    spec: 'SPEC §8',
  },
  'liste-signataire': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La liste blanche est signée par un autre que celui attendu : ne l’utilisez pas, vérifiez d’où elle vient.',
    spec: 'SPEC §9',
  },
  'liste-signature': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La signature de la liste blanche n’est pas bonne : téléchargez-la de nouveau, sans passer par un outil qui la modifie.',
    spec: 'SPEC §9',
  },
  'liste-vieillie': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'La liste blanche des opérateurs a plus de deux jours : un opérateur entré depuis est refusé, un opérateur sorti depuis est encore admis. Prenez la dernière.',
    spec: 'SPEC §9',
  },
  'malformed-cms': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'L’enveloppe de sécurité du message est abîmée ou illisible : renvoyez le message signé depuis votre messagerie.',
    spec: 'RFC 5652 §3',
  },
  'malformed-mail': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'La structure du message est ambiguë : renvoyez-le depuis votre messagerie habituelle.',
    spec: 'RFC 2045 §5.1',
  },
  'medecin-traitant-sans-adresse': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Le médecin traitant n’a pas d’adresse de messagerie sécurisée : le compte-rendu est à lui faire parvenir autrement.',
    spec: 'SPEC §4',
  },
  'meme-finess': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le requérant et le requis exercent dans le même établissement : vérifiez que l’acte n’est pas déjà financé autrement.',
    spec: 'SPEC §11',
  },
  'message-detruit': {
    family: 'refusal',
    smtp: null,
    http: 410,
    public:
      'Le contenu de ce message a été détruit au terme prévu : il ne peut plus être jugé, demandez à son auteur de le renvoyer.',
    spec: 'SPEC §13.5',
  },
  'message-id-reutilise': {
    family: 'accepted',
    smtp: null,
    http: null,
    public:
      'Votre message porte le même identifiant (Message-ID) qu’un autre message dont le contenu diffère : il est traité comme tout autre. Si vous ne l’avez pas envoyé deux fois, vérifiez votre logiciel de messagerie.',
    spec: 'SPEC §6.6',
  },
  'message-non-rattache': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Un message signé de vous est arrivé dans ce dossier par un autre expéditeur, et rien de ce qu’il dit ne s’y rapporte : il n’a eu aucun effet et n’a été transmis à personne. S’il est pour ce dossier, répondez à ce message et redites-le.',
    spec: 'SPEC §8',
  },
  'message-refuse': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un message adressé au fil de ce dossier est refusé et son auteur n’en est pas, ou plus, averti : l’administrateur doit le joindre.',
    spec: 'SPEC §6.8',
  },
  'message-too-large': {
    family: 'refusal',
    smtp: '552 5.3.4',
    http: null,
    public:
      'Le message dépasse la taille admise : réduisez les pièces jointes ou envoyez-les en plusieurs messages.',
    spec: 'RFC 1870 §6.3',
  },
  'messages-en-attente': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Des messages reçus attendent depuis plus de dix minutes : vérifiez que le service tourne, que la base répond et que le disque n’est pas plein.',
    spec: 'SPEC §6.8',
  },
  'mime-boundary-too-long': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La structure technique du message n’a pas pu être lue (séparateur trop long) : renvoyez-le depuis votre messagerie habituelle, sans le transférer.',
    spec: 'RFC 2046 §5.1.1',
  },
  'mime-headers-too-large': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Les en-têtes du message, ou d’une de ses parties (noms de fichiers compris), sont trop volumineux : renvoyez-le comme un nouveau message.',
    spec: 'SPEC §13.8',
  },
  'mime-too-deep': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Trop de messages ou de parties sont imbriqués les uns dans les autres : joignez directement les documents utiles à un nouveau message.',
    spec: 'SPEC §13.8',
  },
  'mime-too-many-parts': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message contient trop de parties (pièces jointes, images du texte, messages joints) : regroupez les documents, par exemple dans un seul PDF, et renvoyez-le.',
    spec: 'SPEC §13.8',
  },
  'mot-autre-dossier': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message porte le numéro d’un autre dossier : rien n’a été fait. Répondez dans le fil de ce dossier, ou corrigez le numéro.',
    spec: 'SPEC §8',
  },
  'mot-autre-proposition': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre réponse ne dit pas qu’elle porte sur ce qui attend votre accord maintenant : elle répond à une lettre antérieure, ou plusieurs vous ont été envoyées, et rien n’est parti. Le mot suivi du numéro du dossier porte sur ce qui attend aujourd’hui.',
    spec: 'SPEC §5, §8',
  },

  'mot-cle-du-requerant': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Ce mot-clé est réservé au médecin requérant : pour rendre votre avis, répondez AVIS en première ligne.',
    spec: 'SPEC §5',
  },
  'mot-cle-du-requis': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Ce mot-clé est réservé au médecin requis : écrivez votre message sans mot-clé et il lui sera transmis.',
    spec: 'SPEC §5',
  },
  'mot-cle-et-avis': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre mot-clé est suivi d’un texte ou de documents qui peuvent être un avis : rien n’a été transmis. Si c’est votre avis, répondez AVIS seul ; sinon, renvoyez le mot-clé seul, et votre texte l’accompagnera.',
    spec: 'SPEC §5',
  },
  'mot-cle-manquant': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message est conservé mais n’est pas encore transmis : si c’est votre avis, répondez AVIS seul en première ligne.',
    spec: 'SPEC §5',
  },
  'mot-deja-utilise': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Ce mot signé a déjà servi dans un autre dossier : il ne peut servir qu’une fois. S’il vaut aussi pour celui-ci, écrivez-le suivi du numéro du dossier.',
    spec: 'SPEC §8',
  },
  'mot-sans-dossier': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Votre message commence par un mot-clé, mais ne dit pas de quel dossier il parle, et rien n’a donc été fait. Répondez à un message de la passerelle sur ce dossier, ou écrivez le mot suivi du numéro, par exemple RETRAIT CONSENTEMENT TE-2026-000123. Si c’est une nouvelle demande d’avis, renvoyez-la sans ce mot en première ligne. L’administrateur est averti.',
    spec: 'SPEC §3',
  },
  'mot-trop-ancien': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Ce mot a été signé plus de dix minutes avant le message auquel il répond, d’après l’heure de sa signature. S’il vaut pour ce dossier, écrivez-le suivi du numéro du dossier.',
    spec: 'SPEC §8',
  },
  'mots-non-transmis': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le reste de votre message, cité ci-dessous, n’est transmis à personne. S’il doit être lu par un confrère, envoyez-le de nouveau sans ce mot-clé, ou appelez-le.',
    spec: 'SPEC §13.14',
  },
  'name-constraint': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un nom du certificat sort du domaine permis à son autorité : transmettez ce message au support de votre autorité de certification.',
    spec: 'RFC 5280 §6.1.3',
  },
  'niveau-manquant': {
    family: 'question',
    smtp: null,
    http: null,
    public: 'Le niveau de l’acte (1 ou 2) n’est pas indiqué : complétez-le avant de facturer.',
    spec: 'SPEC §11',
  },
  'no-from': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'L’adresse de l’expéditeur est absente ou illisible : renvoyez le message avec une seule adresse d’expéditeur.',
    spec: 'RFC 5322 §3.6.2',
  },
  'no-path': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'L’autorité qui a délivré votre certificat n’est pas connue de cette passerelle : joignez les certificats intermédiaires ou prévenez l’administrateur.',
    spec: 'RFC 5280 §6.1',
  },
  'no-signer': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'La signature du message est vide : renvoyez le message signé.',
    spec: 'RFC 5652 §5.1',
  },
  'not-a-ca': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un certificat du chemin en signe d’autres sans être celui d’une autorité : transmettez ce message au support de votre autorité de certification.',
    spec: 'RFC 5280 §6.1.4',
  },
  'not-found': {
    family: 'refusal',
    smtp: null,
    http: 404,
    public: 'Ce que vous demandez n’existe pas : vérifiez le numéro ou l’adresse.',
    spec: 'SPEC §12',
  },
  'not-signed': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message n’est pas signé : renvoyez-le avec la signature S/MIME de votre certificat.',
    spec: 'SPEC §8',
  },
  'not-yet-valid': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un certificat du signataire ou de son autorité n’est pas encore valable : vérifiez sa date de début, puis renvoyez le message.',
    spec: 'RFC 5280 §6.1.3',
  },
  'nul-octet': {
    family: 'refusal',
    smtp: '554 5.6.0',
    http: null,
    public: 'Le message contient un octet nul : renvoyez-le depuis un autre logiciel ou relais.',
    spec: 'RFC 5321 §4.5.2',
  },
  'numero-executant-autrui': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le numéro d’assurance maladie écrit pour l’exécutant est, dans l’annuaire, celui d’un autre professionnel : donnez le sien, ou faites corriger l’annuaire (annuaire import).',
    spec: 'SPEC §11',
  },
  'numero-executant-different': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le numéro d’assurance maladie écrit pour l’exécutant n’est pas celui que l’annuaire lui donne, et c’est celui de l’annuaire qui sera facturé : confirmez-le, ou faites corriger l’annuaire (annuaire import).',
    spec: 'SPEC §11',
  },
  'numero-executant-manquant': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le numéro d’assurance maladie ou FINESS de l’exécutant manque : répondez au message en l’indiquant pour que l’acte soit facturable.',
    spec: 'SPEC §11',
  },
  'numero-prescripteur-autrui': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le numéro d’assurance maladie écrit pour l’autre professionnel est, dans l’annuaire, celui d’un tiers : il lui est demandé, l’acte attend.',
    spec: 'SPEC §11',
  },
  'numero-prescripteur-different': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le numéro d’assurance maladie écrit pour l’autre professionnel n’est pas celui que l’annuaire lui donne : il lui est demandé de le confirmer, l’acte attend.',
    spec: 'SPEC §11',
  },
  'numero-prescripteur-manquant': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le numéro d’assurance maladie ou FINESS de l’autre professionnel manque : il lui est demandé, l’acte attend.',
    spec: 'SPEC §11',
  },
  'one-errand-a-mail': {
    family: 'deferral',
    smtp: '452 4.5.3',
    http: null,
    public:
      'Ce message est aussi adressé à un autre dossier ou à un autre service d’ici : cette adresse le recevra dans un envoi à part.',
    spec: 'RFC 5321 §4.5.3.1.10',
  },
  openpgp: {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La signature OpenPGP n’est pas acceptée : renvoyez le message avec une signature S/MIME.',
    spec: 'SPEC §8',
  },
  'operateur-hors-liste': {
    family: 'refusal',
    smtp: '550 5.7.1',
    http: null,
    public:
      'Votre opérateur n’est pas inscrit sur la liste blanche pour ce domaine d’expéditeur : écrivez depuis une adresse qu’il gère.',
    spec: 'SPEC §5',
  },
  'opposition-copie': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'Le patient s’oppose à la copie au médecin traitant : elle ne part plus.',
    spec: 'SPEC §6.7',
  },
  'panne-interne': {
    family: 'alert',
    smtp: null,
    http: 500,
    public:
      'Une panne de la passerelle a interrompu le traitement : le message est gardé, l’administrateur doit le rejouer.',
    spec: 'SPEC §13.7',
  },
  'parameter-not-offered': {
    family: 'refusal',
    smtp: '555 5.5.4',
    http: null,
    public:
      'Ce paramètre n’est pas annoncé par la passerelle, qui ne pourrait pas le tenir : renvoyez sans lui.',
    spec: 'RFC 5321 §4.1.1.11',
  },
  'partial-signature': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La signature ne couvre qu’une partie du message : renvoyez-le directement, sans liste de diffusion ni pied de page ajouté.',
    spec: 'SPEC §8',
  },
  'path-length': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le chemin de certification est plus long que ce que l’autorité permet : transmettez ce message au support de votre autorité de certification.',
    spec: 'RFC 5280 §6.1.4',
  },
  'path-too-long': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le chemin de certification comporte trop de certificats : transmettez ce message au support de votre autorité de certification.',
    spec: 'SPEC §13.8',
  },
  'patient-different': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez ACCORD en première ligne s’il s’agit bien du patient du dossier : votre message suivra son cours. Sinon, renvoyez-le corrigé, ou envoyez une nouvelle demande. Il semble parler d’un autre patient : rien n’en a été transmis.',
    spec: 'SPEC §6.5',
  },
  'patient-hospitalise': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le patient était hospitalisé : l’acte peut être compris dans le séjour, vérifiez avant de facturer.',
    spec: 'SPEC §11',
  },
  'peer-not-allowed': {
    family: 'refusal',
    smtp: '554 5.7.1',
    http: null,
    public:
      'Ce serveur n’est pas admis ici : demandez à l’administrateur de la passerelle d’ajouter son réseau.',
    spec: 'SPEC §2',
  },
  'peer-path-unseen': {
    family: 'deferral',
    smtp: '451 4.7.1',
    http: 403,
    public:
      'Votre certificat passe par une autorité intermédiaire que cette passerelle ne connaît pas : son administrateur doit l’ajouter aux autorités des opérateurs. Votre message sera repris à votre prochain essai.',
    spec: 'SPEC §1',
  },
  'piece-archive': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Joignez de nouveau, hors de toute archive, les documents de celle qui n’a pas pu être examinée et n’est transmise à personne.',
    spec: 'SPEC §13.8',
  },
  'piece-dangereuse': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Joignez de nouveau, en PDF sans script ou en image, ce qui contient un programme ou des macros et n’est transmis à personne.',
    spec: 'SPEC §13.8',
  },
  'piece-illisible': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Joignez de nouveau, en PDF ou en image, ce qui n’a pas pu être lu et n’est transmis à personne. Dans Outlook, choisissez d’abord le format HTML ou texte brut.',
    spec: 'SPEC §4',
  },
  'piece-infectee': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Joignez de nouveau, depuis un poste sain, ce que l’antivirus a refusé et qui n’est transmis à personne.',
    spec: 'SPEC §2',
  },
  'plafond-atteint': {
    family: 'question',
    smtp: null,
    http: 409,
    public:
      'Le nombre d’actes pris en charge cette année pour ce patient est atteint, à notre connaissance, sur cette messagerie : l’acte n’est pas facturable.',
    spec: 'NGAP art. 14.9',
  },
  'prescripteur-remplace-inconnu': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le prescripteur écrit en remplaçant d’un médecin qui n’est pas reconnu dans l’annuaire : l’acte attend qu’il le précise.',
    spec: 'SPEC §5',
  },
  'prescripteur-remplacement-a-valider': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le prescripteur est un médecin remplacé, qui n’a pas encore répondu JE VALIDE dans un message signé : l’acte attend sa réponse.',
    spec: 'SPEC §5',
  },
  'prescripteur-remplacement-refuse': {
    family: 'question',
    smtp: null,
    http: 409,
    public:
      'Le médecin indiqué comme remplacé par le prescripteur a refusé le remplacement par un message signé : l’acte attend que le prescripteur dise s’il remplace quelqu’un.',
    spec: 'SPEC §5',
  },
  'profession-sans-acte': {
    family: 'question',
    smtp: null,
    http: 409,
    public:
      'Cette profession ne facture pas cet acte à cette date : il est enregistré sans être facturable.',
    spec: 'NGAP art. 14.9',
  },
  'question-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez COMPLEMENT seul en première ligne si c’est une question au requérant, AVIS seul si c’est votre avis : votre message est conservé, et n’est pas encore transmis.',
    spec: 'SPEC §5',
  },
  'question-sans-reponse': {
    family: 'alert',
    smtp: null,
    http: null,
    public: 'Une question posée après l’avis attend la réponse du médecin requis.',
    spec: 'SPEC §5',
  },
  'rappel-patient-different': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez ACCORD en première ligne s’il s’agit bien du patient du dossier : votre réponse suivra son cours. Sinon, renvoyez-la corrigée, ou répondez au bon message. Elle semble parler d’un autre patient : rien n’en a été transmis.',
    spec: 'SPEC §6.5',
  },
  'rate-exceeded': {
    family: 'deferral',
    smtp: '451 4.7.1',
    http: null,
    public: 'Trop de messages à la fois : réessayez dans une minute.',
    spec: 'SPEC §13.8',
  },
  'reattribution-impossible': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Aucune sollicitation ouverte de ce dossier ne peut être confiée à ce médecin.',
    spec: 'SPEC §1',
  },
  'recipient-key-unusable': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le certificat de chiffrement du destinataire ne peut pas servir (périmé, d’un autre usage ou d’un type inconnu) : demandez-lui un message signé avec son certificat actuel.',
    spec: 'RFC 8551 §2.3',
  },
  'recipient-unknown': {
    family: 'refusal',
    smtp: '550 5.1.1',
    http: null,
    public: 'Adresse inconnue ici : vérifiez-la, ou écrivez à demande@ suivi de ce domaine.',
    spec: 'SPEC §3',
  },
  'rectificatif-a-joindre': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Lequel de vos textes remplace votre avis ? Pour que les deux, réunis tels qu’ils sont cités, le remplacent, répondez RECTIFICATIF seul ; pour un seul texte, répondez RECTIFICATIF en première ligne, puis ce texte entier en dessous. Rien n’est transmis d’ici là.',
    spec: 'SPEC §5',
  },
  'rectificatif-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez RECTIFICATIF en première ligne, suivi du texte entier corrigé, pour corriger votre avis : il annule et remplace le premier, que tous gardent tel quel jusque-là. Le requérant lit déjà votre message, donné pour ce qu’il est, un message et non un rectificatif. Si ce n’est pas une correction, répondez COMPLEMENT seul : il est ajouté à votre avis, sans nouvel acte.',
    spec: 'SPEC §5',
  },
  'rectificatif-a-relire': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Relisez ce texte, qui ne ressemble pas à un avis entier et n’est pas transmis : s’il doit annuler et remplacer tout votre avis, répondez RECTIFICATIF seul encore une fois ; sinon, RECTIFICATIF suivi du texte entier corrigé.',
    spec: 'SPEC §5',
  },
  'rectificatif-attendu': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez RECTIFICATIF en première ligne, suivi du texte entier qui doit remplacer votre avis : le requérant est prévenu aussitôt, dans vos mots, que vous revenez sur lui, et l’attend. Votre avis reste tel quel jusque-là.',
    spec: 'SPEC §5',
  },
  'rectificatif-sans-avis': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Vous n’avez pas encore rendu d’avis dans ce dossier : si ce texte est votre avis, répondez AVIS seul en première ligne.',
    spec: 'SPEC §5',
  },
  'rectificatif-vide': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre rectificatif ne contient ni texte ni document : répondez RECTIFICATIF en première ligne, puis écrivez le nouvel avis dessous.',
    spec: 'SPEC §5',
  },
  'refus-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Répondez REFUS seul en première ligne si vous déclinez cette demande, AVIS seul si c’est votre avis : votre message est conservé, et n’est pas encore transmis.',
    spec: 'SPEC §5',
  },
  'refus-sans-reponse': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Des messages sont refusés sans que leur auteur en soit averti : l’administrateur doit voir la liste des messages reçus.',
    spec: 'SPEC §6.8',
  },
  'rejeu-impossible': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Ce message a déjà été accepté : le rejouer doublerait son effet. Son dossier dit ce qu’il est devenu.',
    spec: 'SPEC §13.3',
  },
  'relais-injoignable': {
    family: 'alert',
    smtp: null,
    http: null,
    public: 'Aucune lettre ne part plus : vérifiez le relais de messagerie et CONFRERE_RELAY.',
    spec: 'SPEC §6.8',
  },
  'relance-impossible': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Cet envoi ne peut pas être relancé : il n’existe pas, il est déjà remis, ou il a été retiré.',
    spec: 'SPEC §12',
  },
  'remise-en-cours': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Cet avis parle d’une lettre dont la remise se conclut à l’instant : la passerelle le reprend d’elle-même dans une minute.',
    spec: 'RFC 3464 §2',
  },
  'remises-en-retard': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Des lettres ne sont pas remises après dix minutes d’essais : voyez leurs codes dans la page d’administration.',
    spec: 'SPEC §10',
  },
  'remplace-inconnu': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le médecin que vous remplacez ne correspond pas à un seul médecin de l’annuaire : répondez par la ligne « Remplaçant de », avec ses nom et numéro RPPS. La téléexpertise n’attend pas, l’acte reste à vérifier.',
    spec: 'SPEC §5',
  },
  'remplace-sans-adresse': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Le médecin remplacé n’a pas d’adresse de messagerie sécurisée : son accord est à lui demander autrement, l’acte attend.',
    spec: 'SPEC §11',
  },
  'remplacement-a-valider': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'L’acte est sous le numéro d’un médecin remplacé, qui n’a pas encore répondu JE VALIDE dans un message signé.',
    spec: 'SPEC §5',
  },
  'remplacement-refuse': {
    family: 'question',
    smtp: null,
    http: 409,
    public:
      'Le médecin remplacé a refusé le remplacement par un message signé : l’acte n’est pas facturable sous son numéro. Seul son JE VALIDE, ou qui l’a nommé en disant qu’il ne remplace personne, y change quelque chose.',
    spec: 'SPEC §5',
  },
  'reorientation-meme-specialite': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'La demande est déjà adressée à cette spécialité : écrivez REFUS pour la laisser à un confrère, ou REORIENTATION suivi d’une autre spécialité.',
    spec: 'SPEC §5',
  },
  'reorientation-sans-specialite': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'La spécialité n’a pas été comprise : écrivez REORIENTATION suivi de la spécialité, par exemple REORIENTATION cardiologie.',
    spec: 'SPEC §5',
  },
  'reponse-automatique-signee': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Une réponse automatique, valablement signée, commence par un mot-clé : demandez à son auteur s’il l’a voulu. Un retrait du consentement arrête les envois en attendant.',
    spec: 'SPEC §5',
  },
  'reponse-deja-recue': {
    family: 'accepted',
    smtp: null,
    http: null,
    public: 'Cette réponse avait déjà été reçue dans ce dossier : rien n’est fait deux fois.',
    spec: 'SPEC §13.3',
  },
  'reponse-sans-effet': {
    family: 'accepted',
    smtp: null,
    http: null,
    public:
      'Votre réponse à une lettre de la passerelle n’a eu aucun effet : elle n’est pas signée par un professionnel de l’annuaire, et rien n’est fait de ce qui est écrit ainsi. Agissez par la page d’administration ou par la commande que la lettre indique ; pour écrire à un médecin, adressez-vous à lui directement.',
    spec: 'SPEC §6.8',
  },
  'requerant-requis': {
    family: 'question',
    smtp: null,
    http: 409,
    public:
      'L’exécutant et le prescripteur de cet acte sont la même personne : il n’est pas facturable ainsi. Vérifiez qui est remplacé et sous quel numéro, ou déclarez l’acte non facturable.',
    spec: 'SPEC §11',
  },
  'requis-absent': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Ce médecin est absent : la demande ne peut pas lui être confiée. Choisissez un autre médecin, ou notez d’abord son retour s’il est là (« ./confrere requis present RPPS », ou la page des requis).',
    spec: 'SPEC §1',
  },
  'requis-disparu': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'L’annuaire ne connaît plus un médecin qui a des demandes en charge : sa réponse serait refusée. Inscrivez-le de nouveau, ou confiez ses demandes à un autre.',
    spec: 'SPEC §9',
  },
  'requis-indisponible': {
    family: 'deferral',
    smtp: null,
    http: null,
    public:
      'Ce médecin est absent, ou ne répond plus aux demandes : celle-ci attend son retour, ou qu’un autre soit sollicité à sa place.',
    spec: 'SPEC §13.11',
  },
  'requis-injoignable': {
    family: 'alert',
    smtp: null,
    http: null,
    public: 'La demande n’a pas pu être remise au médecin requis : un autre est recherché.',
    spec: 'SPEC §10',
  },
  'requis-non-inscrit': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public:
      'Ce médecin n’est pas inscrit comme requis, ou n’est plus actif : inscrivez-le d’abord.',
    spec: 'SPEC §1',
  },
  'retour-illisible': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le jour de votre retour n’a pas été compris : écrivez PRESENT seul pour annuler toute absence annoncée, PRESENT suivi du jour de votre retour, ou de deux dates, par exemple PRESENT 12/03/2026.',
    spec: 'SPEC §5',
  },
  'retrait-a-preciser': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le patient retire-t-il son consentement ? S’il le retire, écrivez RETRAIT CONSENTEMENT en première ligne. S’il consent toujours, écrivez ACCORD, seul : ce qui attend sera transmis. En attendant, rien n’est transmis.',
    spec: 'SPEC §6.1',
  },
  'retrait-non-prouve': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un message non pris en compte (non signé, ou dont l’auteur n’est pas établi) dit que le patient retire son consentement : la coordination doit joindre le requérant, rien n’est arrêté sur sa foi.',
    spec: 'SPEC §6.1',
  },
  'returns-unknown-column': {
    family: 'refusal',
    smtp: null,
    http: 400,
    public:
      'Le fichier de retours a une colonne inconnue ou deux fois la même : gardez id_acte, statut, date, motif et montant_centimes, puis envoyez-le de nouveau.',
    spec: 'SPEC §11',
  },
  'returns-unreadable': {
    family: 'refusal',
    smtp: null,
    http: 400,
    public:
      'Le fichier de retours n’est pas lisible : sa première ligne doit nommer les colonnes id_acte, statut, date, motif, et montant_centimes si vous l’avez, séparées par « ; », en UTF-8.',
    spec: 'SPEC §11',
  },
  'revocation-muette': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un répondeur OCSP ou un point de distribution de listes ne répond plus depuis un quart d’heure : sans lui, des signatures seront mises de côté. Vérifiez le réseau et l’adresse nommée ci-dessus, puis prévenez l’autorité.',
    spec: 'SPEC §8',
  },
  'revocation-unknown': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'L’état de révocation du certificat n’a pas pu être établi : le message n’est pas pris en compte tant qu’il ne l’est pas. L’administrateur est prévenu, le message est gardé et peut être jugé de nouveau sans que vous le renvoyiez.',
    spec: 'SPEC §8',
  },
  revoked: {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un certificat du signataire ou de son autorité est révoqué : utilisez un certificat en vigueur, puis renvoyez le message.',
    spec: 'RFC 5280 §6.3',
  },
  'sans-reponse': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Une demande s’est close sans qu’aucun médecin ait rendu son avis ; le requérant en est averti, un avis tardif lui sera encore remis.',
    spec: 'SPEC §7',
  },
  'scope-missing': {
    family: 'refusal',
    smtp: null,
    http: 403,
    public:
      'Votre jeton n’ouvre pas cette page : demandez à l’administrateur un jeton de la bonne portée.',
    spec: 'SPEC §12',
  },
  'sender-mismatch': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message est envoyé pour le compte d’une autre personne : envoyez-le depuis votre propre adresse.',
    spec: 'RFC 5322 §3.6.2',
  },
  'several-authors': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message porte plusieurs signatures, qui ne sont pas toutes bonnes et de la même personne : renvoyez-le signé de vous seul.',
    spec: 'SPEC §8',
  },
  'several-from': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'Le message a plusieurs expéditeurs : renvoyez-le avec une seule adresse d’expéditeur.',
    spec: 'RFC 5322 §3.6.2',
  },
  'signature-autre-dossier': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Ce message signé a déjà pris effet dans un autre dossier : il n’en a aucun ici. Pour dire la même chose ici, écrivez et signez un nouveau message.',
    spec: 'SPEC §8',
  },
  'signature-indistincte': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre logiciel n’inscrit pas l’heure dans la signature : rien ne distingue votre message d’un message identique déjà reçu. S’il est voulu, ajoutez-y le numéro du dossier et renvoyez-le.',
    spec: 'SPEC §8',
  },
  'signed-attributes': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Les attributs de la signature sont incomplets ou contradictoires : signez de nouveau le message.',
    spec: 'RFC 5652 §5.3',
  },
  'signer-certificate-missing': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le certificat du signataire n’accompagne pas la signature : réglez votre messagerie pour qu’elle le joigne, puis renvoyez le message.',
    spec: 'RFC 5652 §5.6',
  },
  'signer-certificate-unreadable': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le certificat du signataire accompagne la signature mais ne peut pas être lu : il n’est pas conforme ; transmettez ce message à l’autorité qui l’a délivré.',
    spec: 'RFC 5280 §4.1',
  },
  'signer-mismatch': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le signataire n’est pas l’expéditeur : envoyez depuis l’adresse de votre certificat, ou faites enregistrer cette adresse dans l’annuaire.',
    spec: 'RFC 8550 §3',
  },
  'specialite-executant-manquante': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le code spécialité de l’exécutant manque : répondez au message en l’indiquant pour que l’acte soit facturable.',
    spec: 'SPEC §11',
  },
  'specialite-prescripteur-manquante': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le code spécialité de l’autre professionnel manque : il lui est demandé, l’acte attend.',
    spec: 'SPEC §11',
  },
  'store-unavailable': {
    family: 'deferral',
    smtp: '451 4.3.0',
    http: null,
    public: 'Le message n’a pas pu être enregistré : réessayez, rien n’a été pris en charge.',
    spec: 'SPEC §13.1',
  },
  'territoire-a-verifier': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Le tarif du lieu d’exercice de l’exécutant (outre-mer) n’est pas connu ici : l’acte attend qu’une personne autorisée le confirme, ou corrige la colonne « territoire ».',
    spec: 'SPEC §2',
  },
  'test-certificate': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le certificat du signataire est un certificat de test : utilisez votre certificat définitif.',
    spec: 'SPEC §2',
  },
  'text-too-long': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le texte du message, citations et ajouts de serveurs compris, est trop long : joignez-le en pièce jointe et gardez un texte court, sans citer tout l’échange.',
    spec: 'SPEC §13.8',
  },
  'texte-apres-avis': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Si votre message corrige votre avis, répondez RECTIFICATIF en première ligne, suivi du texte entier : il remplace tout votre avis. Pour l’ajouter à votre avis, qui reste tel quel, répondez COMPLEMENT seul en première ligne : le requérant le reçoit, sans nouvel acte (le médecin traitant ne le reçoit pas). Votre message est conservé mais n’est pas encore transmis.',
    spec: 'SPEC §5',
  },
  'tls-required': {
    family: 'refusal',
    smtp: '530 5.7.0',
    http: null,
    public: 'Le chiffrement TLS est exigé : envoyez STARTTLS d’abord.',
    spec: 'RFC 3207 §4',
  },
  'tnef-not-supported': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message est au format propre à Outlook (winmail.dat) et ne peut pas être lu : dans Outlook, choisissez le format HTML ou texte brut, puis renvoyez-le.',
    spec: 'SPEC §8',
  },
  'token-missing': {
    family: 'refusal',
    smtp: null,
    http: 401,
    public:
      'Un jeton valable est nécessaire : envoyez-le dans l’en-tête « Authorization: Bearer … ».',
    spec: 'SPEC §12',
  },
  'too-costly': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message demande trop de calcul ou de mémoire pour être ouvert : renvoyez-le plus simple, avec moins de pièces jointes.',
    spec: 'SPEC §13.8',
  },
  'too-many-certificates': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La signature porte trop de certificats : ne joignez que votre certificat et ses autorités.',
    spec: 'SPEC §13.8',
  },
  'too-many-connections': {
    family: 'deferral',
    smtp: '421 4.7.0',
    http: null,
    public: 'Trop de connexions à la fois : réessayez dans quelques minutes.',
    spec: 'SPEC §13.8',
  },
  'too-many-hops': {
    family: 'refusal',
    smtp: '554 5.4.6',
    http: null,
    public:
      'Le message tourne en boucle entre des serveurs : vérifiez les transferts automatiques.',
    spec: 'RFC 5321 §6.3',
  },
  'too-many-layers': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message compte plus de cinq enveloppes l’une dans l’autre (signatures, chiffrements ou compressions), et n’a pas été ouvert jusqu’au bout : renvoyez-le signé, puis chiffré, une seule fois. Pour transmettre un message reçu, joignez-en les documents.',
    spec: 'SPEC §8',
  },
  'too-many-messages': {
    family: 'deferral',
    smtp: '421 4.7.0',
    http: null,
    public: 'Assez de messages sur cette connexion : ouvrez-en une autre.',
    spec: 'SPEC §13.8',
  },
  'too-many-parts': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le message comporte trop de parties pour que sa signature y soit cherchée : renvoyez-le avec moins de pièces jointes.',
    spec: 'SPEC §13.8',
  },
  'too-many-recipients': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'Le message est chiffré pour trop de destinataires : renvoyez-le à moins de personnes.',
    spec: 'SPEC §13.8',
  },
  'too-many-signers': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'Le message porte trop de signatures : renvoyez-le avec votre seule signature.',
    spec: 'SPEC §13.8',
  },
  'too-many-unknown-recipients': {
    family: 'deferral',
    smtp: '421 4.7.0',
    http: null,
    public: 'Trop d’adresses inconnues sur cette connexion : vérifiez les destinataires.',
    spec: 'SPEC §13.8',
  },
  'transfer-too-slow': {
    family: 'deferral',
    smtp: '421 4.4.2',
    http: null,
    public: 'La transmission du message a pris trop de temps : réessayez.',
    spec: 'SPEC §13.8',
  },
  'travail-deja-regle': {
    family: 'refusal',
    smtp: null,
    http: 409,
    public: 'Ce travail est déjà réglé.',
    spec: 'SPEC §12',
  },
  unavailable: {
    family: 'deferral',
    smtp: null,
    http: 503,
    public: 'Le service est momentanément indisponible : réessayez dans une minute.',
    spec: 'SPEC §12',
  },
  'unreadable-file': {
    family: 'refusal',
    smtp: null,
    http: null,
    public: 'Le fichier n’a pas pu être lu : vérifiez son chemin et ses droits.',
    spec: 'SPEC §8',
  },
  'unsupported-algorithm': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un algorithme de la signature ou du chiffrement n’est pas accepté : réglez votre messagerie sur RSA ou ECDSA avec SHA-256, et AES.',
    spec: 'RFC 8551 §2',
  },
  'unsupported-media': {
    family: 'refusal',
    smtp: null,
    http: 415,
    public:
      'Ce type de contenu n’est pas accepté ici : envoyez du JSON, ou du CSV pour les retours.',
    spec: 'SPEC §12',
  },
  'untrusted-root': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'La racine de votre certificat n’est pas reconnue par cette passerelle : utilisez un certificat de l’IGC-Santé ou d’une autorité reconnue.',
    spec: 'SPEC §8',
  },
  urgence: {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Demande non transmise. Urgence vitale : SAMU-Centre 15. Sinon, appelez l’astreinte de la spécialité. Si ce n’est pas une urgence, répondez NON URGENT.',
    spec: 'SPEC §6.2',
  },
  'urgence-autre-patient': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Votre message semble parler d’un autre patient que celui du dossier : ses mots n’ont pas été transmis. S’il s’agit bien de lui, répondez ACCORD en première ligne ; sinon, renvoyez-le corrigé.',
    spec: 'SPEC §5, §6.5',
  },
  'urgence-du-requerant': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Cette messagerie ne convient pas à une urgence. Urgence vitale : SAMU-Centre 15. Sinon, appelez l’astreinte de la spécialité.',
    spec: 'SPEC §6.2',
  },
  'urgence-et-avis': {
    family: 'question',
    smtp: null,
    http: null,
    public:
      'Les documents ou la conclusion joints à votre alerte sont conservés, sans être transmis : si c’est votre avis, répondez AVIS seul en première ligne.',
    spec: 'SPEC §5',
  },
  'urgence-non-prouvee': {
    family: 'alert',
    smtp: null,
    http: null,
    public:
      'Un message non pris en compte (non signé, ou dont l’auteur n’est pas établi) évoque une urgence : la coordination doit téléphoner sans attendre.',
    spec: 'SPEC §6.2',
  },
  'verifications-divergentes': {
    family: 'quarantine',
    smtp: null,
    http: null,
    public:
      'Une seconde vérification n’a pas confirmé la signature de votre message : signez-le de nouveau depuis votre messagerie habituelle et renvoyez-le.',
    spec: 'SPEC §2',
  },
  'weak-algorithm': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Un algorithme trop ancien (MD5, SHA-1, 3DES…) est employé : réglez votre messagerie sur SHA-256 et AES, puis renvoyez le message.',
    spec: 'RFC 8551 §2',
  },
  'weak-key': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Une clé de moins de 2 048 bits est employée : demandez un nouveau certificat à votre autorité.',
    spec: 'RFC 8551 §4',
  },
  'wrong-usage': {
    family: 'refusal',
    smtp: null,
    http: null,
    public:
      'Le certificat n’est pas prévu pour signer des messages : choisissez votre certificat de signature, puis renvoyez le message.',
    spec: 'RFC 8550 §4.4',
  },
} as const satisfies { readonly [code: string]: Entry }

export type Code = keyof typeof ERRORS

/** Builds a refusal. */
export function refusal(code: Code, detail: Refusal['detail'] = {}): Refusal {
  return { kind: 'refusal', code, detail }
}

/** Builds a deferral. */
export function deferral(code: Code, detail: Deferral['detail'] = {}): Deferral {
  return { kind: 'deferral', code, detail }
}

/** Is this value a refusal? */
export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refusal'
  )
}
