// One ranker for each place Streamlit mounts it in, as long as the same person answers.

const INSTANCES = new WeakMap()

function rankerFor(parent, owner) {
  const known = INSTANCES.get(parent)
  if (known && known.owner === owner && known.view.root.isConnected) return known
  known?.close()
  const ranker = new Ranker(parent, owner)
  INSTANCES.set(parent, ranker)
  return ranker
}

export default function (component) {
  const { parentElement, data, setStateValue } = component
  const ranker = rankerFor(parentElement, data.owner)
  ranker.receive(data, setStateValue)
  return () => {
    ranker.close()
    INSTANCES.delete(parentElement)
  }
}
