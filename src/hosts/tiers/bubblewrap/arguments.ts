/** Namespaces, rights and devices of a sandbox. It ends with the process that started it. */
export const WALLS = [
  ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL', '--hostname', 'sandbox'],
  ...['--new-session', '--die-with-parent', '--proc', '/proc', '--dev', '/dev'],
]

/** Behind all files: what is not a place for files is none. */
export const SEALED = ['--remount-ro', '/dev', '--remount-ro', '/']
