import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { kernelFileArguments } from './kernel-files.ts'

/** Where programs and their libraries lie that a whole machine shares. */
const PROGRAMS = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store', '/gnu/store']

/** What programs read of a machine's settings. Nothing that holds a key or a password. */
const SETTINGS = [
  ...['alternatives', 'bash.bashrc', 'ca-certificates', 'crypto-policies', 'debian_version', 'fonts'],
  ...['gai.conf', 'group', 'gtk-3.0', 'host.conf', 'hosts', 'inputrc', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d'],
  ...['locale.alias', 'locale.conf', 'localtime', 'lsb-release', 'magic', 'mime.types', 'nsswitch.conf', 'os-release'],
  ...['passwd', 'perl', 'pki/ca-trust', 'pki/tls/cert.pem', 'pki/tls/certs', 'pki/tls/openssl.cnf'],
  ...['protocols', 'rpc', 'services', 'shells', 'ssl/certs', 'ssl/cert.pem', 'ssl/openssl.cnf'],
  ...['static', 'terminfo', 'timezone', 'xdg'],
]
/** The same by how their names begin: of languages, by version. */
const SETTINGS_OF = /^(java|python|php|ruby|node)/

/** The system that a sandbox shows, read-only, as arguments of bubblewrap. */
export function systemArguments(): string[] {
  return [
    ...kernelFileArguments(),
    ...PROGRAMS.flatMap(program),
    ...settings().flatMap((path) => ['--ro-bind-try', path, path]),
  ]
}

/** Is it part of the system that is shown? */
export function isOfSystem(path: string): boolean {
  return PROGRAMS.some((folder) => path === folder || path.startsWith(`${folder}/`))
}

/** On most systems /bin is a link to /usr/bin. */
function program(path: string): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found?.isSymbolicLink()) return ['--symlink', readlinkSync(path), path]
  return found ? ['--ro-bind', path, path] : []
}

function settings(): string[] {
  const there = existsSync('/etc') ? readdirSync('/etc').filter((name) => SETTINGS_OF.test(name)) : []
  return [...SETTINGS, ...there].map((name) => join('/etc', name)).filter((path) => existsSync(path))
}
