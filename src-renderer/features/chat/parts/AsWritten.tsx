import { Component } from 'react'
import type { ReactNode } from 'react'

interface Props {
  text: string
  children: ReactNode
}

/** Shows a text as it was written where drawing it fails: one reply must not take the window. */
export class AsWritten extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    const { text, children } = this.props
    return this.state.failed ? <p className="break-words whitespace-pre-wrap">{text}</p> : children
  }
}
