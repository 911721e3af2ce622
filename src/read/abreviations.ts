/**
 * Labels that are abbreviated: « Spé demandée », « Nom de naiss. », « Cst ». SPEC §4
 *
 * In    the words of a label, folded
 * Out   the same words written out, or null where none is shortened
 */

/** Words that people shorten, and what they stand for. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    spe: 'specialite',
    spec: 'specialite',
    specialit: 'specialite',
    dem: 'demandee',
    dde: 'demandee',
    cst: 'consentement',
    cons: 'consentement',
    consent: 'consentement',
    consentem: 'consentement',
    naiss: 'naissance',
    naissce: 'naissance',
    med: 'medecin',
    medec: 'medecin',
    dr: 'medecin',
    ttt: 'traitement',
    ttts: 'traitements',
    tt: 'traitement',
    trt: 'traitement',
    atcd: 'antecedents',
    atcds: 'antecedents',
    antec: 'antecedents',
    ctx: 'contexte',
    ctxt: 'contexte',
    qst: 'question',
    quest: 'question',
    qu: 'question',
    q: 'question',
    tel: 'telephone',
    num: 'numero',
    nr: 'numero',
    pt: 'patient',
    pte: 'patiente',
    pat: 'patient',
    hosp: 'hospitalise',
    trait: 'traitant',
    pren: 'prenom',
    nn: 'nom de naissance',
    ndn: 'nom de naissance',
    dt: 'date',
  }),
)

/** The words with what is shortened written out; null when nothing is. */
export function spelledOut(words: string): string | null {
  const all = words.split(' ').map((word) => ABBREVIATIONS.get(word) ?? word)
  const whole = all.join(' ')
  return whole === words ? null : whole
}
