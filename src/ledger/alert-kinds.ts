/**
 * Every kind of alert: when it begins, when it ends, and which letters tell the administrator of it. The only list of
 * them: `flow/findings.ts` opens and closes no other.
 *
 * An end letter is written when the cause has ended, and not before: where another alert takes its place, or what it was
 * about is looked at no more, the alert is closed without a word (`relevee`). SPEC §6.8
 */
import type { Code } from '../errors.ts'

/** `deux`: one at the beginning, one at the end. */
export type LettresDAlerte = 'deux' | 'fin' | 'aucune'

interface SorteAlerte {
  readonly commence: string
  readonly finit: string
  readonly lettres: LettresDAlerte
}

const LISTE = {
  commence: 'le fichier de CONFRERE_ESPACE_DE_CONFIANCE est refusé',
  finit: 'un fichier est accepté',
  lettres: 'deux',
} as const

/** The kinds, by their codes. */
export const ALERTES = {
  'antivirus-injoignable': {
    commence: 'clamd ne répond pas',
    finit: 'un document est examiné',
    lettres: 'deux',
  },
  'certificate-expired': {
    commence: 'un certificat qui sert à chiffrer a expiré',
    finit: 'un autre, valable, est connu des mêmes adresses',
    lettres: 'deux',
  },
  'certificate-expiring': {
    commence: 'un certificat finit dans 60, 30 ou 7 jours',
    finit: 'un autre, qui dure, est connu des mêmes adresses',
    lettres: 'deux',
  },
  'compte-rendu-bloque': {
    commence: 'un compte-rendu est bloqué ou en échec',
    finit: 'il est relancé',
    // The incident letter of the dossier is its beginning, the delivery its end.
    lettres: 'aucune',
  },
  'confiance-illisible': {
    commence: 'un fichier du dossier de confiance ne se lit pas en entier',
    finit: 'il se lit, ou n’y est plus',
    lettres: 'deux',
  },
  disque: {
    commence: 'moins de CONFRERE_LIMITE_DISQUE sur le disque de la base',
    finit: 'il y a de nouveau la place',
    lettres: 'deux',
  },
  'echeance-bloquee': {
    commence: 'les échéances d’un dossier échouent',
    finit: 'elles aboutissent',
    lettres: 'deux',
  },
  'echeances-en-retard': {
    commence: 'une échéance attend depuis plus de dix minutes',
    finit: 'plus aucune',
    lettres: 'deux',
  },
  'horloge-decalee': {
    commence: 'plus d’une minute d’écart avec la base',
    finit: 'cette horloge est à l’heure, ou le processus n’est plus là',
    lettres: 'deux',
  },
  'identite-hors-validite': {
    commence: 'le certificat de la passerelle ne peut pas servir',
    finit: 'celui d’un processus qui démarre le peut',
    // Nothing leaves meanwhile: what would tell the beginning could leave only when it is no longer so.
    lettres: 'fin',
  },
  'liste-revocation-absente': {
    commence: 'du courrier attend une liste de cette autorité',
    finit: 'plus aucun ne l’attend',
    lettres: 'deux',
  },
  'liste-revocation-expire': {
    commence: 'la liste d’une autorité touche à sa fin',
    finit: 'une liste plus longue de cette autorité est là',
    lettres: 'deux',
  },
  'liste-revocation-perimee': {
    commence: 'la liste d’une autorité est périmée',
    finit: 'une liste en vigueur de cette autorité est là',
    lettres: 'deux',
  },
  'liste-vieillie': {
    commence: 'la liste blanche en vigueur a plus de deux jours',
    finit: 'une plus récente est en vigueur',
    lettres: 'deux',
  },
  'messages-en-attente': {
    commence: 'un message attend d’être jugé depuis plus de dix minutes',
    finit: 'plus aucun',
    lettres: 'deux',
  },
  'relais-injoignable': {
    commence: 'trois essais en cinq minutes, aucun abouti',
    finit: 'un essai aboutit, ou plus rien n’attend',
    lettres: 'deux',
  },
  'remises-en-retard': {
    commence: 'une lettre essayée attend depuis plus de dix minutes',
    finit: 'plus aucune',
    lettres: 'deux',
  },
  'requis-disparu': {
    commence: 'l’annuaire a perdu un requis qui a des demandes',
    finit: 'il y est de nouveau, ou n’en a plus',
    lettres: 'deux',
  },
  'revocation-muette': {
    commence: 'une adresse ne donne rien depuis un quart d’heure',
    finit: 'elle répond',
    lettres: 'deux',
  },
  'liste-ancienne': LISTE,
  'liste-illisible': LISTE,
  'liste-signataire': LISTE,
  'liste-signature': LISTE,
} as const satisfies { readonly [C in Code]?: SorteAlerte }

export type CodeAlerte = keyof typeof ALERTES

/** Which letters tell of it. */
export function lettresDe(code: CodeAlerte): LettresDAlerte {
  return ALERTES[code].lettres
}

/** Why the file of the operators' list was refused. */
export const REFUS_LISTE = (Object.keys(ALERTES) as CodeAlerte[]).filter(
  (code) => ALERTES[code] === LISTE,
)
