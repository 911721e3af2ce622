/**
 * Is a reason to decline, to be away or to put off an answer one that says nothing else?
 *
 * In    the words beside REFUS, ACCEPTE or ABSENT
 * Out   yes where every word of them is on the list below: absence, overload, another's field, a conflict of interest, a
 *       day, courtesy. Any other word says something that somebody must read. SPEC §5, §13.14
 *
 * The list holds no word of an illness, a treatment, an act of care or a place: nothing can be advised with it.
 */
import { words } from './texte.ts'

const MAX_WORDS = 60
const PLAIN = new Set(
  // Small words.
  (
    'je j suis serai serais ne n me m moi nous nos notre mon ma mes vous votre vos te ton ta le la l les un une des du de d ' +
    'en au aux a ai avons ce cet cette ces c est et ou ni pas plus non sans aucun aucune car donc mais trop tres bien tout ' +
    'toute hors pour par sur avec dans chez que qu y ici si peu guere assez ' +
    // Absence and time.
    'absent absente absence conge conges vacances maladie maternite paternite formation congres seminaire retraite ' +
    'deplacement indisponible indisponibles indisponibilite disponible disponibilite disponibilites repos garde bloc vacation ' +
    'retour reprise reprends debut fin avant apres jusqu depuis des courant actuellement momentanement temporairement ' +
    'aujourd hui demain ce matin soir midi jour jours semaine semaines mois an annee ete hiver prochain prochaine prochains ' +
    'lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre ' +
    'novembre decembre 1er ' +
    // Too much to do.
    'surcharge surchargee surbooke surbookee deborde debordee debordement charge travail temps manque faute delai delais ' +
    'agenda planning complet plein place capacite ' +
    // Not his field.
    'specialite specialites domaine champ competence competences competent competente ressort exercice discipline pratique ' +
    'activite releve concerne ' +
    // A conflict of interest.
    'conflit interet interets connais connaissance famille proche ami amie lien liens parent parente personnel personnelle ' +
    'personnels raison raisons motif ' +
    // What he does about it.
    'refus refuse decline peux puis pourrai pourrais saurais souhaite prends prendrai accepte reponds repondre repondrai ' +
    'rendre donner avis reponse demande demandes dossier dossiers teleexpertise teleexpertises nouveau nouveaux nouvelle ' +
    'nouvelles prononcer ' +
    // Courtesy.
    'desole desolee regrette regret regrets malheureusement excuse excuses excusez prie merci confiance bonjour bonsoir ' +
    'cher chere confrere consoeur docteur dr madame monsieur cordialement confraternellement amicalement sinceres ' +
    'salutations comprehension entendu ok'
  ).split(' '),
)

/** Nothing but a plain reason, a day, or courtesy; also where nothing is said. */
export function isMotifSimple(text: string): boolean {
  const list = words(text).split(' ')
  return (
    !text.includes('?') &&
    list.length <= MAX_WORDS &&
    list.every((word) => word === '' || PLAIN.has(word) || /^\d{1,4}h?$/.test(word))
  )
}
