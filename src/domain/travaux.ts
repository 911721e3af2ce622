/**
 * Work items: what time does not do and no letter answers, so that a person must.
 *
 * Each has a code, an owner, a next action; a person settles it with a reason, or the gateway when its cause is gone.
 * SPEC §12 (`travaux`), §13.13
 */

/** The codes of work items. */
export type CodeTravail =
  | 'reponse-automatique-signee'
  | 'question-sans-reponse'
  | 'aucun-requis'
  | 'medecin-traitant-sans-adresse'
  | 'demande-non-remise'
  | 'consentement-en-doute'
  | 'compte-rendu-non-remis'
  | 'avis-echec-non-prouve'
  | 'echanges-en-boucle'
  | 'message-refuse'
  | 'remplace-sans-adresse'
  | 'avis-en-doute'
  | 'auteur-disparu'
  | 'requis-disparu'
  | 'urgence-non-prouvee'
  | 'retrait-non-prouve'
  | 'annulation-non-prouvee'
  | 'erreur-patient-non-prouvee'

/** Who settles it, and what he does. */
export interface Travail {
  readonly responsable: 'coordinateur' | 'administrateur'
  /** In French, for a person. */
  readonly action: string
}

export const TRAVAUX: { readonly [C in CodeTravail]: Travail } = {
  // SPEC §5: validly signed, begins with a keyword, and yet a machine sent it.
  'reponse-automatique-signee': {
    responsable: 'coordinateur',
    action:
      'demander à son auteur s’il a voulu ce que dit son mot-clé, et de l’écrire lui-même dans un message ordinaire',
  },
  'question-sans-reponse': {
    responsable: 'coordinateur',
    action: 'joindre le requis, ou le requérant : une question posée après l’avis attend',
  },
  'consentement-en-doute': {
    responsable: 'coordinateur',
    action:
      'joindre le requérant : il doit dire si le patient retire son consentement, rien ne part en attendant',
  },
  'avis-en-doute': {
    responsable: 'coordinateur',
    action:
      'joindre le requérant, puis le requis : l’auteur d’un avis revient sur lui, son rectificatif est attendu',
  },
  // SPEC §6.8, §13.13: looked for in vain, or held by who answers no more only.
  'aucun-requis': {
    responsable: 'coordinateur',
    action:
      'trouver un médecin : confier la demande à un autre (--reattribuer), ou en inscrire un (requis set) ; sans cela elle attend seule jusqu’à son expiration',
  },
  'demande-non-remise': {
    responsable: 'coordinateur',
    action:
      'confier la demande à un autre requis, ou lever ce qui retient l’envoi (certificat, adresse) et le relancer',
  },
  // SPEC §11: its acts wait.
  'compte-rendu-non-remis': {
    responsable: 'administrateur',
    action:
      'lever ce qui empêche la remise du compte-rendu au requérant (adresse, boîte, certificat), puis relancer l’envoi : les actes attendent',
  },
  // SPEC §10: its mails act, unanswered.
  'echanges-en-boucle': {
    responsable: 'administrateur',
    action:
      'joindre ce correspondant : un automate répond peut-être à sa place, et ses messages ne reçoivent plus de réponse',
  },
  'message-refuse': {
    responsable: 'administrateur',
    action:
      'joindre le correspondant : son message au fil du dossier est refusé et il n’en est pas, ou plus, averti',
  },
  // SPEC §9: he had a part in it, and signed; the directory does not know him any more.
  'auteur-disparu': {
    responsable: 'administrateur',
    action:
      'inscrire de nouveau ce correspondant (annuaire import), puis rejouer son message : il est signé, et l’annuaire ne connaît plus son auteur',
  },
  'requis-disparu': {
    responsable: 'coordinateur',
    action:
      'faire inscrire de nouveau ce médecin à l’annuaire (annuaire import), ou confier la demande à un autre (--reattribuer) : l’annuaire ne le connaît plus, sa réponse serait refusée',
  },
  // SPEC §6.1, §6.2, §6.5: words that stop, in a mail that proves nothing, stop nothing. A person asks.
  'urgence-non-prouvee': {
    responsable: 'coordinateur',
    action:
      'téléphoner au requérant et au requis sans attendre : un message non pris en compte évoque une urgence',
  },
  'retrait-non-prouve': {
    responsable: 'coordinateur',
    action:
      'téléphoner au requérant : un message non pris en compte dit que le patient retire son consentement ; si c’est vrai, le saisir (--retirer-consentement, ou la page du dossier)',
  },
  'annulation-non-prouvee': {
    responsable: 'coordinateur',
    action:
      'téléphoner au requérant : un message non pris en compte annule la demande ; si c’est vrai, le saisir (--annuler, ou la page du dossier)',
  },
  'erreur-patient-non-prouvee': {
    responsable: 'coordinateur',
    action:
      'téléphoner au requérant et au requis : un message non pris en compte dit qu’il y a erreur de patient ; rien n’est arrêté sur sa foi',
  },
  // SPEC §3: only the letter's own return path proves a failure.
  'avis-echec-non-prouve': {
    responsable: 'administrateur',
    action:
      'demander au destinataire s’il a reçu la lettre, et la relancer si elle manque : rien n’a été changé sur la foi de cet avis',
  },
  // SPEC §11: the act under his number waits for his word.
  'remplace-sans-adresse': {
    responsable: 'administrateur',
    action:
      'joindre le médecin remplacé, qui n’a pas de messagerie sécurisée : inscrire son adresse à l’annuaire, ou régler l’acte (facturation acte N) selon sa réponse',
  },
  'medecin-traitant-sans-adresse': {
    responsable: 'administrateur',
    action:
      'faire parvenir le compte-rendu au médecin traitant, qui n’a pas de messagerie sécurisée',
  },
}

/** Words that stop, in a mail that proves nothing: told first, each dossier by itself, the gravest first. SPEC §6.8 */
export const ARRETS_DITS = [
  'urgence-non-prouvee',
  'retrait-non-prouve',
  'erreur-patient-non-prouvee',
  'annulation-non-prouvee',
] as const satisfies readonly CodeTravail[]

export type ArretDit = (typeof ARRETS_DITS)[number]

/** What ends an item by itself: the dossier shows it, a letter of its author, the message it is about, a list, a day. */
export type FinDeTravail = 'etat' | 'lettre' | 'message' | 'annuaire' | 'jour'

/** By what each ends without a person; a code left out does not compile. SPEC §13.13 */
export const FINS = {
  'aucun-requis': 'etat',
  'demande-non-remise': 'etat',
  'consentement-en-doute': 'etat',
  'avis-en-doute': 'etat',
  'question-sans-reponse': 'etat',
  'medecin-traitant-sans-adresse': 'etat',
  'remplace-sans-adresse': 'etat',
  'retrait-non-prouve': 'etat',
  'annulation-non-prouvee': 'etat',
  'compte-rendu-non-remis': 'lettre',
  'avis-echec-non-prouve': 'lettre',
  'reponse-automatique-signee': 'etat',
  'message-refuse': 'message',
  'auteur-disparu': 'message',
  'urgence-non-prouvee': 'message',
  'erreur-patient-non-prouvee': 'message',
  'requis-disparu': 'annuaire',
  'echanges-en-boucle': 'jour',
} as const satisfies { readonly [C in CodeTravail]: FinDeTravail }

/** Codes that the dossier itself ends. */
export type CodeDEtat = {
  [C in CodeTravail]: (typeof FINS)[C] extends 'etat' ? C : never
}[CodeTravail]

/** What is done about a code of another version. */
export const TRAVAIL_INCONNU: Travail = {
  responsable: 'administrateur',
  action: 'lever la cause, puis régler ce travail',
}

/** The row of a code; null for a code of another version. */
export function travailDe(code: string): Travail | null {
  return Object.hasOwn(TRAVAUX, code) ? TRAVAUX[code as CodeTravail] : null
}
