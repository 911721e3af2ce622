import t from 'tap'

import { souhaits, souhaitsDuFil } from '../../src/decide/souhaits.ts'
import {
  CARDIOLOGIE,
  DERMATOLOGIE,
  FORMULAIRE,
  histoire,
  rppsTest,
  sampleCourrier,
} from '../support/dossiers.ts'

t.test('names the specialties and persons of the form and of the address', async (t) => {
  const courrier = sampleCourrier({
    formulaire: {
      ...FORMULAIRE,
      specialiteDemandee: 'cardiologie, dermatologie',
      medecinRequis: 'Dr Jean Bernard <jean.bernard@hopital.test>',
      medecinTraitant: 'Dr Marie CURIE',
    },
  })
  const asked = souhaits(courrier, [{ kind: 'requis', rpps: rppsTest(101) }])
  t.strictSame(asked.specialites, [CARDIOLOGIE, DERMATOLOGIE])
  t.match(asked.requis, [{ adresse: 'jean.bernard@hopital.test' }, { rpps: rppsTest(101) }])
  t.match(asked.medecinTraitant, { nom: 'Marie CURIE' })
})

t.test('asks again for everything gathered when a letter completes a request', async (t) => {
  const { medecinTraitant: _, ...formulaire } = FORMULAIRE
  const { dossier } = histoire({ formulaire })
  const reply = sampleCourrier({ formulaire: { medecinTraitant: 'Dr Marie CURIE' } })
  t.match(souhaitsDuFil(dossier, reply), {
    specialites: [DERMATOLOGIE],
    medecinTraitant: { nom: 'Marie CURIE' },
  })
  t.strictSame(souhaitsDuFil(dossier, null).specialites, [DERMATOLOGIE])
})

t.test('asks for the pools of every slot, and for the one a requis proposes', async (t) => {
  const { dossier } = histoire()
  t.strictSame(souhaitsDuFil(dossier, null).specialites, [DERMATOLOGIE])
  const reply = sampleCourrier({ motCle: 'REORIENTATION', argument: 'cardiologie' })
  t.strictSame(souhaitsDuFil(dossier, reply).specialites, [DERMATOLOGIE, CARDIOLOGIE])
})
