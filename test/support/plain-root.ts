/**
 * Root as most containers have him: in another root folder, where the kernel makes no user namespace, and, when
 * asked, with the powers that container engines leave by default.
 */
const ENGINE_POWERS =
  '-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,' +
  '+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap'

/** The command that runs `command` so, all files where they are; `mnt` is an empty folder. */
export function asPlainRoot(
  command: readonly string[],
  { mnt, powers = 'all' }: { readonly mnt: string; readonly powers?: 'all' | 'engine' },
): { readonly file: string; readonly args: readonly string[] } {
  const bound =
    powers === 'all' ? [] : ['setpriv', `--bounding-set=${ENGINE_POWERS}`, '--inh-caps=-all']
  const script = 'mount --rbind / "$0" && exec "$@"'
  const inner = [...bound, 'chroot', mnt, ...command]
  return {
    file: 'unshare',
    args: ['--mount', '--propagation', 'private', 'sh', '-c', script, mnt, ...inner],
  }
}
