import { useRef, useState } from 'react'
import { newId } from '../../stores/ids'
import { useProviders } from '../../stores/providers'
import { useLeaving } from './leaving'
import { ProviderForm } from './ProviderForm'
import { ProviderList } from './ProviderList'
import type { Outcome } from './ProviderList'

/** The list of servers, or the form of one of them. */
export function ProvidersTab() {
  const list = useProviders((state) => state.list)
  const [openId, setOpenId] = useState<string | null>(null)
  const [isNew, setNew] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [left, setLeft] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)

  const scrollUp = () => box.current?.closest('[role="tabpanel"]')?.scrollTo({ top: 0 })
  const openForm = (id: string, adding: boolean) => {
    scrollUp()
    setOutcome(null)
    setNew(adding)
    setOpenId(id)
  }
  const close = (result: Outcome | null) => {
    scrollUp()
    setOutcome(result)
    setLeft(isNew && !result ? 'new' : openId)
    setOpenId(null)
  }

  const provider = list.find((each) => each.id === openId) ?? null
  const listed = openId === null || (!provider && !isNew)
  return (
    <div ref={box} className="min-h-full">
      {listed ? (
        <ProviderList
          outcome={outcome}
          focusOn={left}
          onAdd={() => openForm(newId(), true)}
          onOpen={(id) => openForm(id, false)}
        />
      ) : (
        <ProviderForm
          key={openId}
          id={openId}
          provider={provider}
          onDone={close}
          onBack={() => useLeaving.getState().leave(() => close(null))}
        />
      )}
    </div>
  )
}
