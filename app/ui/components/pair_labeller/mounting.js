// One labeller for each place Streamlit mounts it in, as long as the same person answers.

const INSTANCES = new WeakMap()

function labellerFor(parent, owner) {
  const known = INSTANCES.get(parent)
  if (known && known.owner === owner && known.view.root.isConnected) return known
  known?.close()
  const labeller = new Labeller(parent, owner)
  INSTANCES.set(parent, labeller)
  return labeller
}

export default function (component) {
  const { parentElement, data, setStateValue } = component
  const labeller = labellerFor(parentElement, data.owner)
  labeller.receive(data, setStateValue)
  return () => {
    labeller.close()
    INSTANCES.delete(parentElement)
  }
}
