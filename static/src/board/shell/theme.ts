/** Light, dark, or as the computer says; remembered on this computer. */

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'vsm-theme'

export function storedTheme(): Theme {
  try {
    const said = window.localStorage.getItem(KEY)
    return said === 'light' || said === 'dark' ? said : 'system'
  } catch {
    return 'system' // storage can be forbidden; then the computer's own choice stands
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

export function storeTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    if (theme === 'system') window.localStorage.removeItem(KEY)
    else window.localStorage.setItem(KEY, theme)
  } catch {
    // Without storage the choice holds until the page is left.
  }
}
