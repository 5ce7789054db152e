;(() => {
  const byId = (id) => document.getElementById(id)
  const trials = [...document.querySelectorAll('details.trial')]
  const ticks = [...document.querySelectorAll('.filters input[type=checkbox]')]
  const [agent, text] = [byId('_agent'), byId('_text')]

  function filter() {
    const verdicts = new Set(ticks.filter((tick) => tick.checked).map((tick) => tick.value))
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const trial of trials) {
      const { verdict, agent: who, search } = trial.dataset
      const fits =
        verdicts.has(verdict) &&
        (agent.value === '' || who === agent.value) &&
        words.every((word) => search.includes(word))
      trial.hidden = !fits
      if (fits) shown++
    }
    byId('_shown').textContent = shown === trials.length ? String(shown) : `${shown} of ${trials.length}`
    byId('_none').hidden = shown > 0
  }

  // A link may lead into a closed section: open all that is around its target, filters notwithstanding.
  function reveal() {
    let id = location.hash.slice(1)
    try {
      id = decodeURIComponent(id)
    } catch {}
    const target = byId(id)
    if (!target) return
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === 'DETAILS') node.open = true
      if (trials.includes(node)) node.hidden = false
    }
    target.scrollIntoView()
  }

  const setOpen = (open) => {
    for (const trial of trials) if (!trial.hidden) trial.open = open
  }
  for (const control of [...ticks, agent, text]) control.addEventListener('input', filter)
  byId('_open').addEventListener('click', () => setOpen(true))
  byId('_close').addEventListener('click', () => setOpen(false))
  addEventListener('hashchange', reveal)

  // Paper cannot be clicked: what is closed is opened for printing, and closed again.
  let closed = []
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')]
    for (const details of closed) details.open = true
  })
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false
  })

  document.querySelector('.filters').hidden = false
  filter()
  reveal()
})()
