/**
 * Where untrusted octets are parsed: a thread of its own, so that none can stop or fill the process.
 *
 * SPEC §13.8
 */
import { parentPort } from 'node:worker_threads'

import { isRefusal } from '../errors.ts'
import { open } from '../open/open.ts'
import { dangerOfMail } from '../read/danger.ts'
import { readParts } from '../read/parts.ts'
import { read } from '../read/read.ts'
import { readReceipt } from '../read/receipt.ts'
import { decoded } from '../read/texts.ts'
import { serveJudge } from './serve.ts'

if (parentPort === null) throw new Error('this file is the start of a thread')
serveJudge(parentPort, {
  open,
  read,
  async look(...what) {
    // Loaded by the thread that looks first: photos are not looked into.
    const { lookAt } = await import('../read/patient-dit.ts')
    return await lookAt(...what)
  },
  async second(opened, limits) {
    const first = await readParts(opened.entity, limits)
    if (isRefusal(first)) return null
    // Loaded by the thread that looks a second time first: where the setting says no, none does.
    const { second } = await import('../second/second.ts')
    return await second(opened, { first, decode: decoded })
  },
  readReceipt,
  dangerIn: dangerOfMail,
  async decide(...what) {
    // Loaded by the thread that decides first: short letters are decided upon in the process.
    const { decide } = await import('../decide/decide.ts')
    const [dossier, evenement, contexte] = what as Parameters<typeof decide>
    const decision = decide(dossier, evenement, contexte)
    const same = dossier !== null && decision.dossier === dossier
    return { decision: same ? { ...decision, dossier: null } : decision, same }
  },
  async draw(...what) {
    // Loaded by the thread that draws first: most never do.
    const { compteRenduPdf } = await import('../write/compte-rendu.ts')
    return await compteRenduPdf(...(what as Parameters<typeof compteRenduPdf>))
  },
})
