/**
 * « Remplaçant de : NOM, RPPS »: whose number is billed, told to the one replaced, and his answer.
 *
 * In    the letter of either side that says it, what the directory answered; the letter of the one replaced
 * Out   the replacement noted, or asked about without holding anything back; the replaced one told once the request has
 *       left; the acts of the dossier as his word makes them
 * Refuses nothing: an act waits (`a_verifier`) for his word or an authorised person's, never the patient.
 *
 * SPEC §5, §11
 */
import { jourParis } from '../domain/calendrier.ts'
import type { AdresseMss, Professionnel, Rpps } from '../domain/correspondant.ts'
import { type Courrier, enPropre } from '../domain/courrier.ts'
import type { Destinataire, Effet, Lettre } from '../domain/decision.ts'
import { designationDe, exerceAilleurs, nommeUnAutre } from '../domain/designation.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import type { Contexte, Evenement, Trouvailles } from '../domain/evenement.ts'
import { manque } from '../domain/manque.ts'
import { periodeDe } from '../domain/periode.ts'
import type { Remplacement } from '../domain/remplace.ts'
import { etatDuRemplacement, partieDe } from '../domain/remplacement.ts'
import { words } from '../domain/texte.ts'
import { isDepotOuvert } from './confirmation.ts'
import type { Lu } from './lu.ts'
import { auRequerant, auRequis, envoyer, type Pas, pas, puis, puisChaque, trace } from './pas.ts'
import { paroles } from './texte-libre.ts'

const QUOI = 'remplacantDe'

/** The one physician whom the line names, and nobody else; in doubt it is asked, and holds nothing back. */
export function lireRemplace(
  written: string | undefined,
  { remplace }: Trouvailles,
  auteur: Rpps,
): Lu<Professionnel | null> {
  const said = written?.trim() ?? ''
  if (said === '') return { valeur: null, manques: [] }
  const fits = (remplace ?? []).filter(({ rpps }) => rpps !== auteur)
  const [only, second] = fits
  const designation = designationDe(said)
  const lacks = (pourquoi: Manque['pourquoi']) => ({
    valeur: null,
    manques: [manque(QUOI, pourquoi)],
  })
  if (only === undefined || designation === null) return lacks('introuvable')
  if (second !== undefined) return lacks('ambigu')
  const isOther = nommeUnAutre(designation, only) || exerceAilleurs(designation, only)
  return isOther ? lacks('contradictoire') : { valeur: only, manques: [] }
}

/** What a letter says of whom its author replaces, noted after all else that it does. */
export function suivreRemplacement(
  before: Dossier | null,
  step: Pas,
  evenement: Evenement,
  { now }: Contexte,
): Pas {
  const said = dire(step.dossier, evenement)
  const noted =
    said === null ? step : puis(step, (d) => noter(before, d, { ...said, evenement }, now))
  return puis(sansAccuse(noted), (d) => annoncer(d, now))
}

/** What is asked about is not said to be noted in the same breath. */
function sansAccuse(step: Pas): Pas {
  const asks = ({ lettre }: Extract<Effet, { kind: 'envoyer' }>): boolean =>
    lettre.kind === 'remplacementNote' && lettre.reponse === 'inconnu'
  if (!step.effets.some((one) => one.kind === 'envoyer' && asks(one))) return step
  const isSaid = (one: Effet): boolean =>
    one.kind === 'envoyer' &&
    one.lettre.kind === 'numerosNotes' &&
    one.lettre.notes.every((label) => label === QUOI)
  return { ...step, effets: step.effets.filter((one) => !isSaid(one)) }
}

interface Dit {
  readonly auteur: Rpps
  readonly dit: string
  readonly trouvailles: Trouvailles
}

/** Who says what: the requérant in any of his lines, a requis in this letter. */
function dire(dossier: Dossier, evenement: Evenement): Dit | null {
  switch (evenement.kind) {
    case 'demande':
    case 'courrierRequerant': {
      if (isDepotOuvert(dossier) || dossier.doutes?.remplacantDe !== undefined) return null
      const dit = dossier.formulaire.remplacantDe ?? ''
      const { trouvailles } = evenement
      return dit === '' ? null : { auteur: dossier.requerant.rpps, dit, trouvailles }
    }
    case 'courrierRequis': {
      const { courrier, auteur, trouvailles } = evenement
      const dit = courrier.douteux?.remplacantDe ? '' : (courrier.formulaire.remplacantDe ?? '')
      return dit === '' ? null : { auteur: auteur.rpps, dit, trouvailles }
    }
    default:
      return null
  }
}

function noter(
  before: Dossier | null,
  dossier: Dossier,
  { auteur, dit, trouvailles, evenement }: Dit & { readonly evenement: Evenement },
  now: Contexte['now'],
): Pas {
  const known = remplacementDe(dossier, auteur)
  // A letter that does not speak of it looked for nobody.
  const isAsked = trouvailles.remplace != null
  if (!isAsked || (known !== null && known.dit === dit && known.remplace !== null))
    return pas(dossier)
  const { valeur } = lireRemplace(dit, trouvailles, auteur)
  const periodes = (trouvailles.periodesValidees ?? []).filter(
    ({ par, remplace }) => par === auteur && remplace === valeur?.rpps,
  )
  const noted: Remplacement = {
    par: auteur,
    dit,
    le: now,
    remplace: valeur && { ...partieDe(valeur), adresse: valeur.adresses[0] ?? null },
    annonceLe: null,
    validations: periodes.map(({ le, du, au }) => ({ le, du, au })),
    refuseLe: null,
  }
  const changed = avecRemplacement(dossier, noted)
  const line = trace('remplacement-dit', { par: auteur, remplace: valeur?.rpps ?? null })
  const apport = completerActes([noted])
  return pas(changed, [...apport, ...question(before, dossier, evenement, valeur)], [line])
}

/** Of a request that is still put together, the letter that asks for the rest asks for this too. */
function question(
  before: Dossier | null,
  dossier: Dossier,
  evenement: Evenement,
  found: Professionnel | null,
): readonly Effet[] {
  if (found !== null || before === null || before.etat === 'incomplet') return []
  if (evenement.kind !== 'courrierRequerant' && evenement.kind !== 'courrierRequis') return []
  const a = evenement.kind === 'courrierRequis' ? auRequis(evenement.auteur) : auRequerant(dossier)
  const lettre: Lettre = { kind: 'remplacementNote', reponse: 'inconnu', periode: null }
  return [envoyer({ lettre, a, sceau: `remplace:${evenement.provenance.message}` })]
}

/** The one replaced is told once, as soon as anything may come of it, unless his word is there already. */
function annoncer(dossier: Dossier, now: Contexte['now']): Pas {
  if (dossier.etat === 'incomplet' || dossier.etat === 'annule') return pas(dossier)
  const open = (dossier.remplacements ?? []).filter(
    (one) => one.annonceLe === null && etatDuRemplacement(one, jourParis(now)) === 'a-valider',
  )
  return puisChaque(pas(dossier), open, (d, one) => {
    if (one.remplace?.adresse == null) return sansAdresse(d, one, now)
    const a = auRemplace(one.remplace)
    const lettre: Lettre = { kind: 'remplacementAValider', par: one.par }
    return pas(
      avecRemplacement(d, { ...one, annonceLe: now }),
      [envoyer({ lettre, a, sceau: one.par })],
      [trace('remplacement-a-valider', { par: one.par, remplace: a.rpps })],
    )
  })
}

/** Nobody can write to him: a person asks for his word, once. SPEC §13.13 */
function sansAdresse(dossier: Dossier, one: Remplacement, now: Contexte['now']): Pas {
  if (one.remplace === null) return pas(dossier)
  return pas(
    avecRemplacement(dossier, { ...one, annonceLe: now }),
    [
      {
        kind: 'ouvrirTravail',
        code: 'remplace-sans-adresse',
        erreur: null,
        cle: `remplace:${one.par}`,
      },
    ],
    [trace('remplacement-sans-adresse', { par: one.par, remplace: one.remplace.rpps })],
  )
}

/** Does a letter of one who is replaced in the dossier answer « remplacement à valider »? */
export function repondAuRemplacement(
  { remplacements = [] }: Dossier,
  rpps: Rpps,
  courrier: Courrier,
): boolean {
  const isReplaced = remplacements.some(({ remplace }) => remplace?.rpps === rpps)
  return isReplaced && reponseDe(courrier) !== null
}

/** JE VALIDE, for a period or this dossier; « JE NE VALIDE PAS » or DESACCORD, before or after it. */
export function recevoirRemplace(
  dossier: Dossier,
  { provenance, auteur, courrier }: Extract<Evenement, { kind: 'courrierRemplace' }>,
  { now }: Contexte,
): Pas {
  const own = (dossier.remplacements ?? []).filter(({ remplace }) => remplace?.rpps === auteur.rpps)
  const a = auRemplace(auteur)
  const isSigned = provenance.assurance === 'signe'
  const answer = isSigned ? reponseDe(courrier) : null
  if (answer === null) {
    const lettre: Lettre = { kind: 'remplacementNote', reponse: 'a-preciser', periode: null }
    return pas(dossier, [envoyer({ lettre, a, sceau: provenance.message })])
  }
  const periode = answer === 'valide' ? periodeDite(courrier, jourParis(now)) : null
  const changed = own.map(
    (one): Remplacement =>
      answer === 'refuse'
        ? { ...one, refuseLe: now, validations: [] }
        : {
            ...one,
            refuseLe: null,
            validations: [
              ...one.validations,
              { le: now, du: periode?.du ?? null, au: periode?.au ?? null },
            ],
          },
  )
  const lettre: Lettre = { kind: 'remplacementNote', reponse: answer, periode }
  const step = pas(
    changed.reduce(avecRemplacement, dossier),
    [
      ...completerActes(changed),
      ...changed.flatMap(({ par }): readonly Effet[] => {
        const of = { kind: 'noterRemplacement', par, remplace: auteur.rpps } as const
        if (answer === 'refuse') return [{ ...of, periode: null }]
        return periode === null ? [] : [{ ...of, periode: { ...periode, le: now } }]
      }),
      envoyer({ lettre, a, sceau: provenance.message }),
    ],
    changed.map(({ par }) => trace(`remplacement-${answer}`, { par, remplace: auteur.rpps })),
  )
  return answer === 'refuse' ? puisChaque(step, changed, direRefus) : step
}

/** Who wrote as his replacement is told that his act is not billable so. */
function direRefus(dossier: Dossier, { par }: Remplacement): Pas {
  const requis = dossier.sollicitations.flatMap((slot) => slot.requis)
  const asked = requis.find(({ rpps }) => rpps === par)
  const a = par === dossier.requerant.rpps ? auRequerant(dossier) : asked && auRequis(asked)
  if (a === undefined) return pas(dossier)
  const lettre: Lettre = { kind: 'remplacementNote', reponse: 'refuse', periode: null }
  return pas(dossier, [envoyer({ lettre, a, sceau: 'refuse' })])
}

const NON = /^(?:bonjour )?(?:non )?je ne valide pas\b/

function reponseDe(courrier: Courrier): 'valide' | 'refuse' | null {
  if (courrier.motCle === 'JE VALIDE') return 'valide'
  if (courrier.motCle === 'DESACCORD') return 'refuse'
  // In capitals alone it looks like a name below a letter: the words as they stand are looked at too.
  const lines = `${paroles(courrier)}\n${enPropre(courrier).libre}`.split('\n')
  if (lines.some((line) => NON.test(words(line.slice(0, 200))))) return 'refuse'
  return null
}

/** The dates beside JE VALIDE, on its line or the first one below. */
function periodeDite(courrier: Courrier, today: ReturnType<typeof jourParis>) {
  const { argument, texte } = enPropre(courrier)
  const lines = [argument ?? '', ...texte.split('\n').slice(0, 5)]
  for (const line of lines) {
    const found = line.trim() === '' ? null : periodeDe(line, today)
    if (found !== null) return found
  }
  return null
}

/** What one author said of whom he replaces; null without. */
function remplacementDe({ remplacements = [] }: Dossier, par: Rpps): Remplacement | null {
  return remplacements.find((one) => one.par === par) ?? null
}

function avecRemplacement(dossier: Dossier, one: Remplacement): Dossier {
  const others = (dossier.remplacements ?? []).filter(({ par }) => par !== one.par)
  return { ...dossier, remplacements: [...others, one] }
}

function completerActes(remplacements: readonly Remplacement[]): readonly Effet[] {
  const parties = remplacements.flatMap(({ remplace }) => (remplace === null ? [] : [remplace]))
  return [{ kind: 'completerActes', apport: { parties, assure: {}, remplacements } }]
}

/** The one replaced, at the mailbox he wrote from or that the directory gives. */
export function auRemplace({
  rpps,
  adresse,
}: {
  readonly rpps: Rpps
  readonly adresse: AdresseMss | null
}): Destinataire {
  return { role: 'remplace', rpps, adresse }
}
