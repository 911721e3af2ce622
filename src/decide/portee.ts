/**
 * What a word that lets something leave covers: what the letter that it answers proposed, and nothing else.
 *
 * In    the dossier, a signed letter with ACCORD, DESACCORD, JE VALIDE or JE CONFIRME, what the letters that it
 *       answers proposed to its author
 * Out   null: it covers what waits; or the question that says what waits now, with the way out
 *
 * A proposal may have taken the place of another while the answer to the former was on its way: two mails that cross
 * are enough. So each letter keeps what its reader was asked when it was put (`ecrite.propose`), and each dossier what
 * it ever asked. NON URGENT is not among them: a stopped request waits for nothing else, and what it holds does not
 * change meanwhile. SPEC §5, §6.1, §8
 */
import { type Proposition, propositionDe } from '../domain/attentes.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Rpps } from '../domain/correspondant.ts'
import type { Courrier, MotCle } from '../domain/courrier.ts'
import type { Destinataire, Lettre } from '../domain/decision.ts'
import type { Cible, Dossier, Sollicitation } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { etatDuRemplacement } from '../domain/remplacement.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { envoyer, type Pas, pas, trace } from './pas.ts'
import { nomDeRetenue } from './patient.ts'
import { isEnDoute } from './question-posee.ts'
import { reserveDe } from './reserve.ts'
import { paroles } from './texte-libre.ts'

/** The words that this table is about. */
export type MotDePortee = Extract<MotCle, 'ACCORD' | 'DESACCORD' | 'JE VALIDE' | 'JE CONFIRME'>

type AvecPortee = Extract<
  Evenement,
  { kind: 'courrierRequerant' | 'courrierRequis' | 'courrierRemplace' }
>

/** Something that one correspondent must answer. No other thing of the dossier bears its name. */
interface Objet {
  readonly de: Rpps
  readonly mots: readonly MotDePortee[]
  readonly nom: string
}

/** The name of a proposal of a slot. */
export function nomDeProposition(rang: number, vers: Cible): string {
  return `proposition:${rang}:${vers.kind === 'requis' ? vers.rpps : vers.code}`
}

/** The names of all that waits for a word of this correspondent. */
export function proposeA(dossier: Dossier, de: string | null): readonly string[] {
  return objetsDe(dossier)
    .filter((one) => one.de === de)
    .map(({ nom }) => nom)
}

/** The dossier with the names of all that was ever proposed in it. */
export function avecPropositions(dossier: Dossier): Dossier {
  const known = dossier.propositions ?? []
  const fresh = objetsDe(dossier)
    .map(({ de, nom }) => `${de} ${nom}`)
    .filter((one) => !known.includes(one))
  return fresh.length === 0 ? dossier : { ...dossier, propositions: [...known, ...fresh] }
}

/** The question to who answers something else than what waits; null: his word covers it, or nothing waits for it. */
export function horsDePortee(dossier: Dossier, evenement: AvecPortee, a: Destinataire): Pas | null {
  const { courrier, provenance, propose = [] } = evenement
  const { motCle } = courrier
  if (motCle === null || !isMotDePortee(motCle) || a.rpps === null) return null
  // By the number of the dossier it covers what waits now. SPEC §8
  if (courrier.numero === dossier.numero) return null
  const waiting = objetsDe(dossier).filter(({ de, mots }) => de === a.rpps && mots.includes(motCle))
  if (waiting.length === 0 || isCouvert(dossier, waiting, { de: a.rpps, propose, courrier })) {
    return null
  }
  const code = 'mot-autre-proposition'
  const lettre: Lettre = {
    kind: 'reponseAPreciser',
    code,
    rang: null,
    motCle,
    ...(courrier.urgence !== null && { urgent: 'oui' }),
  }
  return pas(
    dossier,
    [envoyer({ lettre, a, sceau: provenance.message })],
    [trace('signature-sans-effet', { code, message: provenance.message })],
  )
}

interface Mot {
  readonly de: Rpps
  readonly propose: readonly string[]
  readonly courrier: Courrier
}

function isCouvert(dossier: Dossier, waiting: readonly Objet[], mot: Mot): boolean {
  const { de, propose, courrier } = mot
  const named = specialiteNommee(courrier)
  const pools = waiting.filter(({ nom }) => named !== null && nom.endsWith(`:${named}`))
  if (pools.length > 0) return true
  const isPerson = waiting.some(({ nom }) => /^proposition:\d+:\d{11}$/.test(nom))
  const isProposition = waiting.some(({ nom }) => nom.startsWith('proposition:'))
  if (named !== null && isProposition && !isPerson) return false
  const ever = avecPropositions(dossier).propositions ?? []
  const own = ever.flatMap((one) => (one.startsWith(`${de} `) ? [one.slice(de.length + 1)] : []))
  const kind = new Set(waiting.map(({ nom }) => sujetDe(nom)))
  const answerable = waiting.flatMap(({ mots }) => mots.flatMap((mot) => SUJETS[mot]))
  const asked = propose.filter((nom) => answerable.includes(sujetDe(nom)))
  if (asked.length > 0) return waiting.some(({ nom }) => asked.includes(nom))
  const sent = own.filter((nom) => kind.has(sujetDe(nom)))
  // Of several that all wait, it is asked which one, or the word covers all of them.
  return sent.every((nom) => waiting.some((one) => one.nom === nom))
}

/** What each word may be about. */
const SUJETS: { readonly [M in MotDePortee]: readonly string[] } = {
  ACCORD: ['consentement', 'proposition', 'retenue'],
  DESACCORD: ['proposition', 'remplacement'],
  'JE VALIDE': ['depot', 'remplacement'],
  'JE CONFIRME': ['recapitulatif', 'avis'],
}

function sujetDe(nom: string): string {
  return nom.split(':')[0] ?? ''
}

/** The proposals that wait and that this letter may mean: those of the letter that it answers, of the specialty it names, else all. */
export function propositionsVisees(
  dossier: Dossier,
  { courrier, propose = [] }: Extract<Evenement, { kind: 'courrierRequerant' }>,
): readonly (readonly [Sollicitation, Proposition])[] {
  const waiting = dossier.sollicitations.flatMap((slot) => {
    const proposition = propositionDe(slot)
    return proposition === null ? [] : [[slot, proposition] as const]
  })
  const named = specialiteNommee(courrier)
  const meant = waiting.filter(([, { vers }]) => vers.kind === 'specialite' && vers.code === named)
  if (meant.length > 0) return meant
  const answered = waiting.filter(([{ rang }, { vers }]) =>
    propose.includes(nomDeProposition(rang, vers)),
  )
  return answered.length > 0 ? answered : waiting
}

function specialiteNommee(courrier: Courrier) {
  return specialiteDe(paroles(courrier).split('\n')[0] ?? '')
}

function isMotDePortee(mot: MotCle): mot is MotDePortee {
  return Object.hasOwn(SUJETS, mot)
}

/** Everything in the dossier that a correspondent must answer. */
function objetsDe(dossier: Dossier): readonly Objet[] {
  return [...duRequerant(dossier), ...desRequis(dossier), ...desRemplaces(dossier)]
}

function duRequerant(dossier: Dossier): readonly Objet[] {
  const { requerant, etat, motif, question } = dossier
  const de = requerant.rpps
  const one = (mots: readonly MotDePortee[], nom: string): readonly Objet[] => [{ de, mots, nom }]
  if (isEnDoute(dossier)) return one(['ACCORD'], `consentement:${question?.poseeLe}`)
  if (etat === 'incomplet') {
    const le = dossier.completudeDemandeeLe
    if (motif === 'a-confirmer' || motif === 'formulaire-a-confirmer')
      return one(['JE CONFIRME'], `recapitulatif:${motif}:${le}`)
    if (motif === 'depot-a-valider') return one(['JE VALIDE'], `depot:${dossier.depot?.transmisLe}`)
  }
  const propositions = dossier.sollicitations.flatMap((slot) => {
    const proposition = propositionDe(slot)
    return proposition === null
      ? []
      : one(['ACCORD', 'DESACCORD'], nomDeProposition(slot.rang, proposition.vers))
  })
  if (propositions.length > 0) return propositions
  return (dossier.retenues ?? [])
    .filter(({ auteur }) => auteur === de)
    .flatMap((retenue) => one(['ACCORD'], nomDeRetenue(retenue)))
}

function desRequis(dossier: Dossier): readonly Objet[] {
  const { retenues = [], requerant, sollicitations } = dossier
  const held = retenues
    .filter(({ auteur }) => auteur !== requerant.rpps)
    .map((one): Objet => ({ de: one.auteur, mots: ['ACCORD'], nom: nomDeRetenue(one) }))
  const unsigned = sollicitations.flatMap((slot) =>
    [slot.reserve, ...(slot.autresReserves ?? [])].flatMap((kept): readonly Objet[] => {
      const waits = kept !== null && reserveDe(slot, kept.auteur)?.aConfirmer !== undefined
      return waits ? [{ de: kept.auteur, mots: ['JE CONFIRME'], nom: `avis:${kept.message}` }] : []
    }),
  )
  return [...held, ...unsigned]
}

function desRemplaces({ remplacements = [] }: Dossier): readonly Objet[] {
  return remplacements.flatMap((one): readonly Objet[] => {
    const { remplace } = one
    const waits = etatDuRemplacement(one, jourParis(one.le)) === 'a-valider'
    return remplace === null || !waits
      ? []
      : [{ de: remplace.rpps, mots: ['JE VALIDE', 'DESACCORD'], nom: `remplacement:${one.par}` }]
  })
}
