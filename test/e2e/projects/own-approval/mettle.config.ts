import { defineConfig } from 'mettle'

const publisher = (run: string) => ({ module: './agents/publishers.ts', export: run })
const payer = (run: string) => ({ module: './agents/payers.ts', export: run })

export default defineConfig({
  agents: {
    good: publisher('good'),
    bad: publisher('bad'),
    'other-amount': publisher('otherAmount'),
    'despite-no': publisher('despiteNo'),
    asks: payer('asks'),
    'asks-twice': payer('asksTwice'),
    persuades: payer('persuades'),
    polls: payer('polls'),
    'pays-twice': payer('paysTwice'),
    'pays-another': payer('paysAnother'),
    'asks-after': payer('asksAfter'),
    'asks-at-once': payer('asksAtOnce'),
    'pays-more': payer('paysMore'),
    'pays-less': payer('paysLess'),
    'pays-unheard': payer('paysUnheard'),
    'pays-on-a-shrug': payer('paysOnAShrug'),
    'pays-on-an-old-yes': payer('paysOnAnOldYes'),
    'polls-for-two': payer('pollsForTwo'),
  },
})
