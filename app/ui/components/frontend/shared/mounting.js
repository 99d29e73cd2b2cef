// One labeller or ranker for each place Streamlit mounts it in, as long as the same person answers.

const INSTANCES = new WeakMap()

function instanceFor(parent, owner, Kind) {
  const known = INSTANCES.get(parent)
  if (known && known.owner === owner && known.view.root.isConnected) return known
  known?.close()
  const instance = new Kind(parent, owner)
  INSTANCES.set(parent, instance)
  return instance
}

// What Streamlit calls with every update.
function mounting(Kind) {
  return ({ parentElement, data, setStateValue }) => {
    const instance = instanceFor(parentElement, data.owner, Kind)
    instance.receive(data, setStateValue)
    return () => {
      instance.close()
      INSTANCES.delete(parentElement)
    }
  }
}
