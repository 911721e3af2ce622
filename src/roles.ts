/** The parts that one process may play; without a word it plays them all. SPEC §1 */
export const ROLES = ['smtp', 'worker', 'http'] as const
export type Role = (typeof ROLES)[number]
