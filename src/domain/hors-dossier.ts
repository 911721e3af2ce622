/** The letters that belong to no dossier. SPEC §3, §10 */
import type { Instant, Professionnel } from './correspondant.ts'
import type { Numero } from './dossier.ts'
import type { ResultatEssai } from './essai.ts'
import type { AnnuaireContre } from './numero-am.ts'

/**
 * Of these refusals the author was told that his mail is kept and that he need not send it again: nothing invites him to,
 * until a person closes it. SPEC §13.13
 */
export const GARDES: ReadonlySet<string> = new Set(['auteur-disparu', 'revocation-unknown'])

/** A letter that belongs to no dossier. */
export type LettreHorsDossier =
  /** To who gave billing lines in the thread of a dossier whose content is destroyed. */
  | {
      readonly kind: 'numerosNotesApresDestruction'
      readonly numero: Numero
      readonly actes: number
      readonly contre?: AnnuaireContre
    }
  /** Quotes nothing of the mail it answers. */
  | {
      readonly kind: 'demandeNonTransmise'
      readonly code: string
      /** It speaks of an emergency: said first, whatever else is wrong. SPEC §6.2 */
      readonly urgent?: 'oui'
      /** A person closed the mail, which came at this instant: its author had been told that it was kept. */
      readonly classeRecuLe?: Instant
    }
  /** To the author of a mail that is judged like any other, but has something he should know. */
  | { readonly kind: 'messageSignale'; readonly code: string }
  | { readonly kind: 'modele'; readonly pour: Professionnel | null }
  | { readonly kind: 'essai'; readonly resultat: ResultatEssai }
  /** To the administrator: a mail to `postmaster@` or `abuse@`, whole, as a document. */
  | {
      readonly kind: 'courrierAdministrateur'
      /** The message, as commands and the page name it. */
      readonly message?: string
      readonly contenu: string
      readonly debut: number
      readonly fin: number
    }
  /** To the administrator: identifiers and codes only. */
  | {
      readonly kind: 'alerteExploitation'
      readonly code: string
      readonly sujet: string
      /** What `sujet` is the identifier of; absent: neither a message nor a letter. */
      readonly concerne?:
        | {
            readonly kind: 'message'
            readonly dossier: string | null
            /** Name and RPPS of a professional of the directory; null: he is none. */
            readonly auteur: string | null
            /**
             * Who signed, where that is not proven to be `auteur`; null: nobody did. Absent: the author is the signer, or
             * it is not known.
             */
            readonly signataire?: string | null
            readonly averti: 'oui' | 'non'
            /** The work item that it opened in `dossier`. Absent: none. */
            readonly travail?: string
          }
        | {
            readonly kind: 'lettre'
            readonly lettre: string
            readonly role: string
            readonly rpps: string | null
          }
      /** Of an end (`alerte-terminee`, its `sujet` is the code): what the alert was about. */
      readonly objet?: string
      /** A mail that nobody could be written to about speaks of an emergency. */
      readonly urgent?: 'oui'
    }
