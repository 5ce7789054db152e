/** When histories start unless somebody says otherwise, ms since 1970: a Monday at noon. */
export const STARTS_AT = Date.UTC(2026, 0, 5, 12)
