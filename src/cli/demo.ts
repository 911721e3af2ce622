/**
 * `demo`: the gateway on embedded PostgreSQL, a demo PKI, three physicians, one téléexpertise told as it happens.
 *
 * `--once` stops after the story: exit 0 only if every participant got what the contract says. SPEC §1
 */

import { join, resolve } from 'node:path'

import { systemClock } from '../kit/clock.ts'
import { makeFolder } from '../kit/folders.ts'
import { voiceOn } from './demo-voice.ts'
import { stopSignal } from './serve.ts'
import type { Command } from './terms.ts'

export const demo: Command = {
  name: 'demo',
  summary: 'Joue une téléexpertise de bout en bout, puis reste ouverte.',
  usage: 'demo [--once]',
  example: 'demo',
  options: { once: { type: 'boolean' } },
  words: 0,
  async run(args, terminal) {
    const base = resolve(terminal.env.CONFRERE_DATA_DIR ?? 'data')
    const stamp = systemClock.now().toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')
    const folder = join(base, 'demo', stamp)
    await makeFolder(folder)
    const voice = voiceOn(terminal)
    voice.title('Confrère : une téléexpertise, de la question au compte-rendu')
    const { openStage } = await import('./demo-stage.ts')
    const { play } = await import('./demo-story.ts')
    const stage = await openStage(folder, terminal.env)
    try {
      const faults = await play(stage, voice)
      voice.title('Pour regarder')
      voice.say(`Page d’administration   ${stage.adminPage}`)
      voice.say(`  jeton                 ${stage.token}`)
      voice.say(`Courriers (.eml)        ${stage.mailDir}`)
      voice.say(`Export de facturation   ${stage.exportFile}`)
      if (faults.length > 0) {
        for (const fault of faults) voice.fault(fault)
        return 1
      }
      voice.done('Chaque participant a reçu ce qui lui revient.')
      if (args.options.once === 'oui') return 0
      voice.say('La passerelle reste ouverte. Ctrl-C pour arrêter.')
      await stopSignal()
      return 0
    } finally {
      await stage.close()
    }
  },
}
