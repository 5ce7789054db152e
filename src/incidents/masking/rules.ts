import { isIP, isIPv6 } from 'node:net'
import { KEY_FORMS } from '../../kernel/key-forms.ts'

/** One kind of secret or of personal data that can be told by its form. */
export interface MaskRule {
  kind: string
  /** With the flag `g`. */
  form: RegExp
  /** Is what has the form one? Default: it is. */
  is?(text: string): boolean
  /** What stands for the nth of them: of the same form, where tools may insist on it. */
  placeholder(n: number): string
}

const key = (form: RegExp): MaskRule => ({ kind: 'key', form, placeholder: (n) => `masked-key-${n}` })

/** Keys of common services, whosever they are, then personal data. What is found first is gone before the next looks. */
export const RULES: readonly MaskRule[] = [
  ...KEY_FORMS.map(key),
  key(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g),
  key(/\b(?:sk|rk|pk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,}/g),
  key(/\b(?:glpat|npm)[_-][A-Za-z0-9_-]{20,}/g),
  key(/\bxox[es]-[A-Za-z0-9-]{10,}/g),
  key(/(?<=\b(?:Bearer|Basic)\s)[A-Za-z0-9._~+/-]{8,}=*/g),
  key(/(?<=:\/\/[^\s:/@]{1,100}:)[^\s:/@]{3,}(?=@)/g),
  key(
    /(?<=\b(?:pass(?:word|wd|phrase)?|secret|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token)["']?\s*[=:]\s*["']?)[^\s"',;&}]{4,}/gi,
  ),
  {
    kind: 'e-mail',
    form: /[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu,
    is: (text) => !/@example\.(com|org|net)$/i.test(text),
    placeholder: (n) => `person-${n}@example.com`,
  },
  {
    kind: 'bank account',
    form: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    is: isIban,
    placeholder: (n) => `masked-account-${n}`,
  },
  { kind: 'card', form: /\b[3-6]\d{3}(?:[ -]?\d){9,15}\b/g, is: isLuhn, placeholder: (n) => `masked-card-${n}` },
  {
    kind: 'social security number',
    form: /\b(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b/g,
    placeholder: (n) => `masked-ssn-${n}`,
  },
  {
    kind: 'phone',
    form: /(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(?\d{1,5}\)?[ .-]?){1,5}\d{2,5}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w-])/g,
    is: (text) => /^\+?(?:\D*\d){8,15}\D*$/.test(text) && !text.startsWith('+1555010'),
    placeholder: (n) => `+1555010${String(n).padStart(4, '0')}`,
  },
  {
    kind: 'IP address',
    form: /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.:]*[\w:])/gi,
    is: isPublicAddress,
    placeholder: (n) => `192.0.2.${n % 256}`,
  },
  {
    kind: 'home folder',
    form: /(?:\/(?:home|Users)\/|\b[A-Za-z]:\\Users\\)[^/\\\s"'<>|:]+/g,
    is: (text) => !/[/\\](user-\d+|runner|ubuntu|node|user|Public|Shared)$/.test(text),
    placeholder: (n) => `/home/user-${n}`,
  },
]

/** Members that hold a secret, whatever it looks like. */
export const SECRET_MEMBER =
  /(^|[_-]|[a-z](?=[A-Z]))(pass(word|wd|phrase)?|secret|api[_-]?key|authorization|cookie|(access|auth|refresh|id|bearer)[_-]?token|private[_-]?key|client[_-]?secret)$/i

/** ISO 13616: the number that its letters and digits make leaves 1 by 97. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '')
  if (plain.length < 15 || plain.length > 34) return false
  const digits = [...(plain.slice(4) + plain.slice(0, 4))].map((sign) => Number.parseInt(sign, 36)).join('')
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1
}

/** ISO/IEC 7812: the check digit of Luhn. */
function isLuhn(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number)
  const sum = digits.reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2),
    0,
  )
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0 && new Set(digits).size > 1
}

/** Not of this machine, of a private network, or of a documentation. */
function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false
  if (isIPv6(text)) return text.replace(/:/g, '').length >= 4 && !/^(fe80|f[cd]|2001:db8)/i.test(text)
  return !/^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168|192\.0\.2|198\.51\.100|203\.0\.113|22[4-9]|2[3-5]\d)\./.test(
    text,
  )
}
