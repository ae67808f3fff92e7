extension Array where Element: Comparable {
    /// Of a sorted array: how many elements are at most this one.
    package func count(upTo bound: Element) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= bound { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether a sorted array has an element.
    package func hasSorted(_ element: Element) -> Bool {
        let end = count(upTo: element)
        return end > 0 && self[end - 1] == element
    }
}
