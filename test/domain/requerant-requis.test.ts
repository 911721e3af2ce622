/** One person on both sides of an act: by no way does it become billable. SPEC §11 */
import t from 'tap'

import type { Acte, PartieActe } from '../../src/domain/acte.ts'
import { COLONNES_CORRIGEABLES } from '../../src/domain/colonnes.ts'
import { DOUTES_COMMUNS, isMemePersonne, jugement, MEME_PERSONNE } from '../../src/domain/doutes.ts'
import { acteRepris } from '../../src/domain/facturation.ts'
import { RIEN_DE_CONNU } from '../../src/domain/numero-am.ts'
import {
  acteSelonAnnuaire,
  completer,
  confirmer,
  confirmerAvec,
  corriger,
  isRefus,
} from '../../src/domain/reglement.ts'
import { acte } from '../support/actes.ts'

const te = { ...acte(), prescripteur: { ...acte().prescripteur, numeroAm: null } }
const rqd: Acte = {
  ...te,
  rang: 0,
  role: 'REQUERANT',
  code: 'RQD',
  executant: te.prescripteur,
  prescripteur: te.executant,
}
const faits = { parRequis: {}, parRequerant: 0 }

/** The ways in which the two sides are one. */
const PAIRES: { readonly [how: string]: (one: Acte) => Acte } = {
  'the same RPPS': (one) => ({ ...one, prescripteur: one.executant }),
  'the same RPPS, without a number': (one) => {
    const bare: PartieActe = { ...one.executant, numeroAm: null, finess: '750712184' }
    return { ...one, executant: bare, prescripteur: { ...bare, finess: '750712192' } }
  },
  'the same AM number': (one) => ({
    ...one,
    executant: { ...one.executant, numeroAm: '750000001' },
    prescripteur: { ...one.prescripteur, numeroAm: '750000001' },
  }),
}

/** A value that each column takes. */
const VALEURS: { readonly [colonne: string]: string } = {
  code_acte: 'TE2',
  territoire: 'DOM',
  nir: '153124500723160',
  cle: '60',
  nom_naissance: 'ESSAI',
  prenom: 'Alix',
  date_naissance: '1984-05-17',
  sexe: 'F',
  exec_finess: '750712184',
  exec_spe: '05',
  presc_finess: '750712184',
  presc_spe: '01',
  date_demande: '2026-03-01',
  ald: 'oui',
  nature_assurance: '10',
}

for (const [how, make] of Object.entries(PAIRES)) {
  for (const plain of [te, rqd]) {
    t.test(`${plain.code}, ${how}: by no way is it billable`, async (t) => {
      for (const etat of ['a_verifier', 'facturable', 'non_facturable'] as const) {
        const one: Acte = { ...make(plain), etat, motif: etat === 'facturable' ? null : 'x' }
        t.ok(isMemePersonne(one))
        const ways: { readonly [way: string]: Acte | ReturnType<typeof confirmer> } = {
          jugement: { ...one, ...jugement(one) },
          settled: (() => {
            const settled = { ...one, confirmes: [MEME_PERSONNE, ...DOUTES_COMMUNS] }
            return { ...settled, ...jugement(settled) }
          })(),
          directory: acteSelonAnnuaire(one, RIEN_DE_CONNU),
          suspended: acteRepris(one, faits),
          ...Object.fromEntries(
            Object.keys(COLONNES_CORRIGEABLES).flatMap((name) =>
              // A FINESS takes the place of the number that made them one: that puts it right.
              VALEURS[name] === undefined || (how === 'the same AM number' && /finess/.test(name))
                ? []
                : [[`corriger ${name}`, corriger(one, { [name]: VALEURS[name] ?? '' })]],
            ),
          ),
        }
        for (const [way, outcome] of Object.entries(ways)) {
          t.notOk(!isRefus(outcome) && outcome.etat === 'facturable' && way !== '', way)
        }
        if (etat !== 'facturable') {
          t.match(confirmer(one, faits), { refus: MEME_PERSONNE })
        }
        const held: Acte = { ...one, etat: 'a_verifier', motif: MEME_PERSONNE }
        const today = '2026-03-03' as never
        const apport = { parties: [], assure: { ald: true } }
        t.equal(completer(held, apport, { today, connus: RIEN_DE_CONNU }).etat, 'a_verifier')
        const other = { ...held, confirmes: [...DOUTES_COMMUNS, MEME_PERSONNE] }
        const mirrored = { ...other, role: held.role === 'REQUIS' ? 'REQUERANT' : 'REQUIS' } as Acte
        t.equal(confirmerAvec(held, mirrored).etat, 'a_verifier')
      }
    })
  }
}

t.test('a correction that gives both sides one number takes the act back', async (t) => {
  const number = te.executant.numeroAm ?? ''
  const outcome = corriger(te, { presc_am: number })
  if (!isRefus(outcome)) t.match(outcome, { etat: 'a_verifier', motif: MEME_PERSONNE })
  const back = corriger({ ...te, prescripteur: te.executant }, { presc_finess: '750712184' })
  t.match(back, { etat: 'a_verifier', motif: MEME_PERSONNE })
})
