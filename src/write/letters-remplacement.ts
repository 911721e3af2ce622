/**
 * The letters about a replacement: to the physician replaced, and what became of it.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon that says nothing of the patient: whose number is billed is all it speaks of
 * Refuses nothing.
 *
 * SPEC §5 (« Remplaçant de »), §6.7, §11
 */
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import { avecArticle, jourDeInstantFr, jourFr, nomFr } from './francais.ts'
import {
  type Brouillon,
  type Ecriture,
  notice,
  p,
  RIEN,
  reponses,
  salut,
  sujetDossier,
} from './lettre.ts'

/** To the physician replaced: who wrote under his number, and what his word does. */
export function remplacementAValider(e: Ecriture, par: string): Brouillon {
  const { dossier } = e
  const le = dossier.remplacements?.find((one) => one.par === par)?.le ?? dossier.ouvertLe
  const qui = nomDe(dossier, par)
  return notice(sujetDossier(dossier, 'remplacement à valider'), [
    salut(leRemplace(e)),
    p(
      `Répondez JE VALIDE par un message signé si ${qui} vous remplaçait le ${jourDeInstantFr(le)}, comme écrit ce jour-là dans la téléexpertise ${dossier.numero}, dont l'acte serait facturé sous votre numéro.`,
    ),
    p(
      'Pour valider une période, ajoutez ses dates, par exemple « JE VALIDE du 1er au 15 décembre 2026 » : les actes suivants de ces jours sont alors couverts. Si ce n’est pas exact, répondez JE NE VALIDE PAS : l’acte ne sera pas facturé sous votre numéro. Vous pouvez revenir sur votre réponse tant que l’acte n’est pas transmis à la facturation.',
    ),
    p(
      dossier.requerant.rpps === e.envoi.a.rpps
        ? "Sans réponse, l'acte reste à vérifier."
        : "Sans réponse, l'acte reste à vérifier. Ce message ne dit rien du patient, dont vous n'êtes pas destinataire.",
    ),
    reponses(e, ['JE VALIDE', 'DESACCORD']),
  ])
}

/** What was noted of his answer; or, to his replacement, that he said no. */
export function remplacementNote(
  e: Ecriture,
  { reponse, periode }: Extract<Lettre, { kind: 'remplacementNote' }>,
): Brouillon {
  const { dossier, envoi } = e
  const sujet = sujetDossier(dossier, 'remplacement')
  if (reponse === 'inconnu') return inconnu(e)
  if (envoi.a.role !== 'remplace') {
    const own = dossier.remplacements?.find(({ par }) => par === envoi.a.rpps)?.remplace
    const nom = own == null ? 'le médecin que vous remplacez' : avecArticle('le', nomFr(own))
    return notice(sujet, [
      salut(null),
      p(
        `${RIEN} : ${nom} n'a pas validé votre remplacement. Votre acte de la téléexpertise ${dossier.numero} n'est pas facturable sous son numéro ; l'avis et la demande ne changent pas.`,
      ),
    ])
  }
  const couvert =
    periode === null
      ? `l'acte de la téléexpertise ${dossier.numero} est couvert`
      : `les actes du ${jourFr(periode.du)} au ${jourFr(periode.au)} sont couverts`
  if (reponse === 'a-preciser') {
    return notice(sujet, [
      salut(leRemplace(e)),
      p(
        `Répondez JE VALIDE, ou JE NE VALIDE PAS, en première ligne d'un message signé : votre message sur le remplacement de la téléexpertise ${dossier.numero} ne dit pas lequel des deux. L'acte reste à vérifier.`,
      ),
      reponses(e, ['JE VALIDE', 'DESACCORD']),
    ])
  }
  return notice(sujet, [
    salut(leRemplace(e)),
    p(
      reponse === 'valide'
        ? `${RIEN} : votre validation est notée, ${couvert}.`
        : `${RIEN} : votre refus est noté, aucun acte ne sera facturé sous votre numéro pour ce remplacement.`,
    ),
    reponses(e, reponse === 'valide' ? ['DESACCORD'] : ['JE VALIDE']),
  ])
}

/** To who wrote « Remplaçant de »: whom it names is not one physician of the directory. */
function inconnu(e: Ecriture): Brouillon {
  const { dossier, envoi } = e
  const dit = dossier.remplacements?.find(({ par }) => par === envoi.a.rpps)?.dit
  const mots = dit === undefined ? '' : ` (« ${dit} »)`
  return notice(sujetDossier(dossier, 'remplacement à préciser'), [
    salut(null),
    p(
      `Précisez qui vous remplacez, par une ligne « Remplaçant de » avec ses nom et numéro RPPS : ce que vous avez écrit${mots} ne correspond pas à un seul médecin de l'annuaire. La téléexpertise ${dossier.numero} n'attend pas ; votre acte, lui, reste à vérifier.`,
    ),
  ])
}

function leRemplace({ dossier, envoi }: Ecriture) {
  return (
    dossier.remplacements?.find(({ remplace }) => remplace?.rpps === envoi.a.rpps)?.remplace ?? null
  )
}

function nomDe({ requerant, sollicitations }: Dossier, par: string): string {
  const requis = sollicitations.flatMap((slot) => slot.requis)
  const found = requerant.rpps === par ? requerant : requis.find(({ rpps }) => rpps === par)
  return found === undefined ? `le médecin de RPPS ${par}` : avecArticle('le', nomFr(found))
}
