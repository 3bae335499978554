import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useImports } from '../../stores/imports'
import type { ImportStage } from '../../stores/imports'
import { Checkbox } from '../../ui/Checkbox'
import { SWITCHES } from '../../stores/switches'
import { SwitchBoxes } from '../transfer/SwitchBoxes'

/** What of the files is imported, where they hold more than chats; keys only where that is said. */
export function ImportSwitches({ stage }: { stage: Extract<ImportStage, { kind: 'preview' }> }) {
  const { t } = useTranslation('importing')
  const choose = useImports((state) => state.choose)
  const [title, about] = [useId(), useId()]
  const { only, withKeys, results } = stage
  const holds = new Set(results.flatMap(({ report }) => report?.holds ?? []))
  if (holds.size < 2) return null
  return (
    <fieldset aria-labelledby={title} className="text-sm">
      <p id={title} className="mb-1 text-base font-medium">
        {t('switches')}
      </p>
      <SwitchBoxes
        names={SWITCHES.filter((each) => each !== 'apiKeys' && holds.has(each))}
        value={only}
        onChange={(chosen) => void choose({ only: chosen, withKeys })}
      />
      {holds.has('apiKeys') && (
        <>
          <label className="mt-1 flex items-center gap-1 rounded-md pr-2 hover:bg-hover">
            <Checkbox
              label={t('keys')}
              checked={withKeys}
              onChange={() => void choose({ only, withKeys: !withKeys })}
              aria-describedby={about}
              className="relative"
            />
            <span aria-hidden>{t('keys')}</span>
          </label>
          <p id={about} className="text-muted-foreground">
            {t('keysAbout')}
          </p>
        </>
      )}
    </fieldset>
  )
}
