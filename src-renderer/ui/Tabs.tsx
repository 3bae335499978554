import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

interface Props<Value extends string> {
  label: string
  value: Value
  tabs: readonly { value: Value; label: string; icon?: ReactNode; panel: ReactNode }[]
  onChange: (value: Value) => void
}

/** Tabs beside their panel in a wide window, above it in a narrow one. */
export function Tabs<Value extends string>({ label, value, tabs, onChange }: Props<Value>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: Value) => onChange(next)}
      orientation="vertical"
      className="flex min-h-0 flex-1 max-sm:flex-col"
    >
      <Base.List
        aria-label={label}
        className="flex shrink-0 gap-0.5 overflow-auto border-border bg-sidebar p-2 max-sm:border-b sm:w-44 sm:flex-col sm:border-r"
      >
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="flex min-h-8 shrink-0 items-center gap-2.5 rounded-md px-2.5 py-1 text-left text-muted-foreground outline-offset-0 select-none hover:bg-hover data-active:bg-pressed data-active:font-medium data-active:text-foreground"
          >
            {tab.icon}
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel
          key={tab.value}
          value={tab.value}
          className="min-h-0 flex-1 overflow-y-auto p-5 -outline-offset-2"
        >
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
