/**
 * Two requests of one requérant about two patients, each asked of the same requis: for what must act in one dossier alone.
 *
 *   const [one, two] = await twoRequests(gateway)       what the requis received of each
 */
import type { Mail, startGateway } from './gateway.ts'
import { demande } from './letters.ts'

/** Asks both, and gives the demandes d'avis as they came. */
export async function twoRequests({
  requerant,
  dermatologue,
}: Pick<Awaited<ReturnType<typeof startGateway>>, 'requerant' | 'dermatologue'>): Promise<
  readonly [Mail, Mail]
> {
  const ask = async (name: string): Promise<Mail> => {
    const text = demande({
      'Nom de naissance': name,
      'Spécialité demandée': null,
      'Médecin requis': dermatologue.rpps,
    })
    await requerant.asks(text, { to: 'demande@te.localhost' })
    return await dermatologue.receives("demande d'avis")
  }
  return [await ask('ESSAI-DURAND'), await ask('ESSAI-PETIT')]
}
