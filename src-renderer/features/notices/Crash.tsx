import { Component } from 'react'
import type { ReactNode } from 'react'
import { Translation } from 'react-i18next'
import { Button } from '../../ui/Button'

/** Stands in for a window whose drawing failed: never a blank one. */
export class Crash extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <Translation ns="common">
        {(t) => (
          <div
            role="alert"
            className="flex h-full flex-col items-center justify-center gap-3 p-6 text-center"
          >
            <h1 className="text-xl font-semibold">{t('crash.title')}</h1>
            <p className="text-muted-foreground">{t('crash.effect')}</p>
            <pre className="max-w-full overflow-auto text-sm text-muted-foreground">
              {error.message}
            </pre>
            <Button look="primary" onClick={() => location.reload()}>
              {t('crash.reload')}
            </Button>
          </div>
        )}
      </Translation>
    )
  }
}
