import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { Crash } from './features/notices/Crash'
import './i18n'
import { start } from './stores/start'
import './ui/theme.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// Main answers while React gets ready.
const starting = start()

createRoot(root).render(
  <StrictMode>
    <Crash>
      <App starting={starting} />
    </Crash>
  </StrictMode>,
)
