/** Draws nothing, or draws what follows somewhere else: controls, formats, line separators, lone surrogates, ignorables. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Chooses the colour form of the sign before it. Common in honest text, moves nothing and hides nothing. */
const COLOUR_FORM = 0xfe0f

/**
 * A text on one line in which nothing is hidden: ESC reads ␛, a line feed ␊, U+202E `\u{202e}`. For what comes from
 * agents and goes to a terminal or a page: it can neither move the cursor nor turn the reading order around.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, show)
}

/** The same for a text of several lines: line feeds and tabs are kept. */
export function visibleLines(text: string): string {
  return text.replace(UNSEEN, (sign) => (sign === '\n' || sign === '\t' ? sign : show(sign)))
}

/** The same JSON, with what draws nothing written as JSON escapes it: `\u202e`. */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN, (sign) => {
    const units = Array.from({ length: sign.length }, (_, at) => sign.charCodeAt(at).toString(16).padStart(4, '0'))
    return units.map((unit) => `\\u${unit}`).join('')
  })
}

function show(sign: string): string {
  const code = sign.codePointAt(0) ?? 0
  if (code === COLOUR_FORM) return sign
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `\\u{${code.toString(16)}}`
}
