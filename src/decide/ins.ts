/**
 * The matricule INS of the form: optional, checked when it is there, and never a dead end.
 *
 * In    the lines, the traits as read; a letter that completes the request
 * Out   the INS (null without one) and what contradicts it; whether its author goes on without one
 *
 * Référentiel INS (traits, matricule, statut); SPEC §4, §13.13
 */
import type { Jour } from '../domain/correspondant.ts'
import type { Courrier, Formulaire } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Regles } from '../domain/evenement.ts'
import { insContredit, isFormeNir, matriculeInsDe, statutInsDe } from '../domain/identifiants.ts'
import type { Ins, Sexe } from '../domain/patient.ts'
import { words } from '../domain/texte.ts'
import { type Lu, lacks, text } from './lu.ts'

const INS_NIR = '1.2.250.1.213.1.4.8'
const INS_ESSAI = ['1.2.250.1.213.1.4.10', '1.2.250.1.213.1.4.11']
const MAX_CHARS = 2000

/** « aucun », « inconnu », « sans INS », « non communiqué », « à retirer ». */
const SANS =
  /^(?:l |le |la |son )?(?:(?:ins|matricule|numero) )*(?:aucune?|inconnue?|sans|neant|non|pas|ras|nc|ne sait pas|indisponible|introuvable|(?:a )?(?:retirer|supprimer|enlever|ignorer)|retire[zr]?|supprime[zr]?|vide|absente?|je ne)\b/
const NOMME = /^(?:ins|matricule)$/
const LAISSE = /^(?:pas|sans|(?:retir|supprim|enlev|ignor|oubli|laiss)[a-z]+)$/
const MANQUE = /^(?:inconnue?|indisponible|introuvable|communiquee?|retirer|supprimer|aucune?|pas)$/
/** Words between the matricule and what is said of it. */
const MAX_BETWEEN = 6

/** The INS of the form, with what contradicts it. */
export function lireIns(
  form: Formulaire,
  traits: { readonly sexe: Sexe | null; readonly dateNaissance: Jour | null },
  mode: Regles['mode'],
): Lu<Ins | null> {
  const written = text(form, 'matriculeIns')
  if (written === null || isSansIns(written)) return { valeur: null, manques: [] }
  const oid = /1\.2\.250\.1\.213\.1\.4\.\d+/.exec(written)?.[0] ?? INS_NIR
  const bare = withoutOidLabel(written.replace(oid, ''))
  const matricule = matriculeInsDe(bare)
  if (matricule === null) {
    return lacks('matriculeIns', 'illisible', isFormeNir(bare) ? ['cle'] : [])
  }
  // A test identity has no patient behind it: never mixed with real ones.
  if (mode === 'production' && INS_ESSAI.includes(oid)) return lacks('matriculeIns', 'illisible')
  const against = insContredit(matricule, traits)
  if (against !== null) return lacks('matriculeIns', 'contradictoire', against)
  const statut = statutInsDe(text(form, 'statutIns') ?? '') ?? 'provisoire'
  return { valeur: { matricule, oid, statut }, manques: [] }
}

function isSansIns(written: string): boolean {
  return !/\d{3}/.test(written.replace(/\s/g, '')) && SANS.test(words(written.slice(0, MAX_CHARS)))
}

/** Does a letter that answers the question about the matricule leave it out: its line empty, or in words? */
export function renonceAIns({ manques }: Dossier, { formulaire, vides = [], texte }: Courrier) {
  if (!manques.some(({ quoi }) => quoi === 'matriculeIns')) return false
  if (formulaire.matriculeIns !== undefined) return false
  return vides.includes('matriculeIns') || isLaisse(words(texte.slice(0, MAX_CHARS)).split(' '))
}

/** « je n'ai pas son INS », « matricule non communiqué ». */
function isLaisse(list: readonly string[]): boolean {
  return list.some((word, at) => {
    if (!NOMME.test(word)) return false
    const before = list.slice(Math.max(0, at - MAX_BETWEEN), at)
    const after = list.slice(at + 1, at + 1 + MAX_BETWEEN)
    return before.some((one) => LAISSE.test(one)) || after.some((one) => MANQUE.test(one))
  })
}

/** Without what announced the OID at its end: « (OID : ) », « OID ». */
function withoutOidLabel(written: string): string {
  const bare = withoutEnd(written, ')')
  const named = withoutEnd(withoutEnd(bare, ':'), 'oid')
  return withoutEnd(named.length < withoutEnd(bare, ':').length ? named : bare, '(')
}

function withoutEnd(text: string, end: string): string {
  const bare = text.trimEnd()
  const isThere = bare.slice(-end.length).toLowerCase() === end
  return isThere ? bare.slice(0, -end.length).trimEnd() : bare
}
