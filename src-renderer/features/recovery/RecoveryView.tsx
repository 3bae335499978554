export default function RecoveryView(_: { state: unknown }) {
  return null
}
