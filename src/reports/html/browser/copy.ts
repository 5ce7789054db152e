import { byId } from './mount.ts'

/** Makes the buttons of a section copy: `data-copy` names what. */
export function offerCopies(section: Element, texts: Readonly<Record<string, () => string>>): void {
  for (const button of section.querySelectorAll<HTMLElement>('[data-copy]')) {
    button.addEventListener('click', async () => {
      const text = texts[button.dataset.copy ?? '']?.() ?? ''
      const done = (await copy(text)) ? 'Copied.' : 'Copying is not allowed here. Select the text instead.'
      byId('_said').textContent = done
      button.classList.add(done === 'Copied.' ? 'copied' : 'refused')
      setTimeout(() => button.classList.remove('copied', 'refused'), 1_500)
    })
  }
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** A page from disk has no clipboard of its own in some browsers. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'unseen'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
