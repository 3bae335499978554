import type { AppInfo } from '@contract/state'
import { Check, Copy, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/Banner'
import { Button } from '../../ui/Button'
import { FailureText } from '../notices/FailureText'
import { Item, Row, Rows, Section } from './Section'
import { useAnswer } from './useAnswer'
import { useCopied } from './useCopied'

/** What the parts are called outside, in the order in which they are shown. */
const PARTS = { electron: 'Electron', chrome: 'Chromium', node: 'Node.js', sqlite: 'SQLite' }
const POINTS = ['servers', 'local', 'telemetry', 'keys', 'data'] as const

export function AboutTab() {
  const { t } = useTranslation('settings')
  const { answer } = useAnswer('app.info')
  const { copied, copy } = useCopied()
  if (!answer) return null
  if (!answer.ok) {
    return (
      <Banner look="danger" alert className="rounded-lg">
        <FailureText failure={answer.error} />
      </Banner>
    )
  }
  const { version, platform } = answer.value
  const parts = partsOf(answer.value)
  return (
    <>
      <div className="mb-7 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h3 className="text-xl font-semibold">
            Keepsake <span className="font-normal text-muted-foreground">{version}</span>
          </h3>
          <p className="text-muted-foreground">{t('about.tagline')}</p>
        </div>
        <Button
          onClick={() =>
            void copy([`Keepsake ${version}`, ...parts.map(write), platform].join('\n'))
          }
        >
          {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          {t(copied ? 'about.copied' : 'about.copy')}
        </Button>
      </div>
      <Section title={t('about.builtOn')}>
        <Rows>
          {parts.map(({ name, version: used }, index) => (
            <Row key={name} {...(index === 0 && { name: 'version' })} label={name}>
              {() => <Fact>{used}</Fact>}
            </Row>
          ))}
          <Row name="licence" label={t('about.licence')}>
            {() => <Fact>{t('about.licenceText')}</Fact>}
          </Row>
        </Rows>
      </Section>
      <Section title={t('about.privacy')}>
        <Rows>
          <Item name="privacy">
            <ul className="flex flex-col gap-2.5">
              {POINTS.map((point) => (
                <li key={point} className="flex items-start gap-3">
                  <ShieldCheck
                    size={16}
                    strokeWidth={1.75}
                    aria-hidden
                    className="mt-0.5 shrink-0 text-primary"
                  />
                  <span>{t(`about.privacyPoints.${point}`)}</span>
                </li>
              ))}
            </ul>
          </Item>
        </Rows>
      </Section>
    </>
  )
}

function Fact({ children }: { children: string }) {
  return <span className="text-muted-foreground tabular-nums select-text">{children}</span>
}

function partsOf({ versions }: AppInfo) {
  const known = Object.entries(PARTS).flatMap(([key, name]) => {
    const version = versions[key]
    return version ? [{ name, version }] : []
  })
  const others = Object.entries(versions).filter(([key]) => !(key in PARTS))
  return [...known, ...others.map(([name, version]) => ({ name, version }))]
}

function write({ name, version }: { name: string; version: string }) {
  return `${name} ${version}`
}
