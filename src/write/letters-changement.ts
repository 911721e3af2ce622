/**
 * Who is asked now, and why no longer who was: a letter of its own, or a sentence of another.
 *
 * In    an Ecriture, the changes of its dossier
 * Out   a Brouillon, or Blocs, without any clinical content
 * Refuses nothing.
 *
 * SPEC §6.8
 */
import type { CauseDeChangement, Changement } from '../domain/changement.ts'
import type { RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { aRecu } from '../domain/etats.ts'
import type { Bloc } from './blocs.ts'
import { auMilieu, avecArticle, enumeration, jourFr, majuscule, nomFr } from './francais.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  creneau,
  type Ecriture,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'
import { isParti } from './remises.ts'
import { auPlusTard, termeAvis } from './termes.ts'

/** To the requérant: who is asked changed, and nothing else is to be told. */
export function requisChange(e: Ecriture, changements: readonly Changement[]): Brouillon {
  const [first = '', ...others] = changements.map((one) => changementFr(e, one))
  return notice(sujetDossier(e.dossier, 'changement du médecin sollicité'), [
    bonjour(e),
    p(`${RIEN} : ${first}`),
    ...others.map((one) => p(majuscule(one))),
    RAPPEL_SAMU,
    reponses(e, ['ETAT', 'ANNULATION']),
  ])
}

/** The same, within a letter that says something else first. */
export function avecChangements(
  e: Ecriture,
  draft: Brouillon,
  changements: readonly Changement[],
): Brouillon {
  return apresLaTete(
    draft,
    changements.map((one) => p(majuscule(changementFr(e, one)))),
  )
}

/** A letter with more to say, after what is expected of its reader. */
export function apresLaTete(draft: Brouillon, said: readonly Bloc[]): Brouillon {
  const { blocs } = draft
  const at = blocs.findIndex(
    (bloc) => bloc.kind === 'texte' && bloc.salut !== true && bloc.fort !== true,
  )
  return { ...draft, blocs: [...blocs.slice(0, at + 1), ...said, ...blocs.slice(at + 1)] }
}

function changementFr(e: Ecriture, { rang, partis, arrives }: Changement): string {
  const slot = creneau(e.dossier, rang)
  const { numero } = e.dossier
  const causes = partis.flatMap(({ rpps, cause }) => {
    const un = slot.requis.find((one) => one.rpps === rpps)
    return un === undefined ? [] : [causeFr(un, cause)]
  })
  const news = slot.requis.filter(({ rpps }) => arrives.includes(rpps))
  const avant = causes.length === 0 ? '' : `${enumeration(causes)} ; `
  const terme = slot.etat === 'en_attente' || slot.etat === 'acceptee'
  const attendu = terme ? ` L'avis est attendu ${auMilieu(auPlusTard(termeAvis(e, slot)))}.` : ''
  return `${avant}votre demande ${numero} ${suite(slot, news)}.${attendu}`
}

function suite(slot: Sollicitation, news: readonly RequisSollicite[]): string {
  const noms = (those: readonly RequisSollicite[], article: 'au' | 'du'): string =>
    enumeration(those.map((un) => avecArticle(article, nomFr(un))))
  if (news.length === 0) return `reste dans la file ${noms(actifs(slot), 'du')}`
  const others = actifs(slot).filter(({ rpps }) => !news.some((one) => one.rpps === rpps))
  if (others.length > 0) {
    return `est aussi adressée ${noms(news, 'au')} et reste dans la file ${noms(others, 'du')} : le premier avis rendu vous est transmis`
  }
  return news.every(aRecu)
    ? `est maintenant dans la file ${noms(news, 'du')}`
    : `est maintenant adressée ${noms(news, 'au')}`
}

function causeFr(un: RequisSollicite, cause: CauseDeChangement): string {
  const qui = auMilieu(avecArticle('Le', nomFr(un)))
  switch (cause) {
    case 'refus':
      return `${qui} ne peut pas rendre l'avis demandé`
    case 'absence':
      return `${qui} ${isParti(un) ? 'est' : 'sera'} absent${joursFr(un)}`
    case 'inactif':
      return `${qui} ne répond plus ici aux demandes`
    case 'injoignable':
      return `la demande n'a pas pu être remise ${avecArticle('au', nomFr(un))}`
    case 'reprise':
      return `un confrère de la même spécialité remplace ${qui}`
    case 'coordination':
      return `la coordination a confié la demande à un autre médecin que ${qui}`
    default:
      return cause satisfies never
  }
}

function joursFr({ absence }: RequisSollicite): string {
  return absence == null ? '' : ` du ${jourFr(absence.du)} au ${jourFr(absence.au)} inclus`
}
