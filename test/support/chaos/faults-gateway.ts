/**
 * What befalls gateways: killed, stopped, frozen, out of their time, left by a peer, cut off.
 */
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

import type { FaultTable, Targets } from './faults.ts'

/** A gateway and its peers. */
export function gatewayFaults({ hosts, cabinet }: Targets): FaultTable {
  return {
    async 'gateway killed'(dice) {
      dice.pick(hosts).kill('SIGKILL')
    },
    async 'gateway stopped and started'(dice) {
      const host = dice.pick(hosts)
      await host.stop()
      host.start()
    },
    async 'gateway frozen'(dice) {
      const host = dice.pick(hosts)
      host.kill('SIGSTOP')
      await pause(dice.between(500, 3_000))
      host.kill('SIGCONT')
    },
    async 'clock jumps'(dice) {
      const host = dice.pick(hosts)
      host.kill('SIGUSR2')
      await pause(dice.between(500, 2_000))
      host.kill('SIGUSR2')
    },
    async 'peer gone in the middle of DATA'(dice) {
      await cutData(dice.pick(hosts).smtp)
    },
    async 'gateway killed within DATA'(dice) {
      const host = dice.pick(hosts)
      await cabinet.askUnder(host, { at: 'data', fall: () => host.kill('SIGKILL') })
    },
    async 'gateway killed behind the dot'(dice) {
      const host = dice.pick(hosts)
      const fall = (): void => host.kill('SIGKILL')
      await cabinet.askUnder(host, { at: 'dot', fall, afterMs: dice.between(0, 25) })
    },
  }
}

/** The cable of the far host. */
export function cableFaults({ network }: Targets): FaultTable {
  if (typeof network === 'string') return { 'host cut off': network }
  return {
    async 'host cut off'(dice) {
      network.pull('C')
      await pause(dice.between(1_000, 8_000))
      network.plug('C')
    },
  }
}

/** Half a message, then nothing. */
async function cutData(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  for (const line of [
    'EHLO coupe.test',
    'MAIL FROM:<camille.martin@medecins.exemple.test>',
    'RCPT TO:<dermatologie@te.localhost>',
    'DATA',
  ]) {
    socket.write(`${line}\r\n`)
    await pause(60)
  }
  socket.write(`Subject: coupe\r\n\r\n${'x'.repeat(70)}\r\n`)
  await pause(60)
  socket.destroy()
}
