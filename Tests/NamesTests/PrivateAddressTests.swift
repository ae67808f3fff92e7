import Names
import Testing

@Suite struct PrivateAddressTests {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.2.1",
        "192.168.1.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:1ab::1",
        "ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ])
    func ours(_ text: String) throws { #expect(try #require(IPAddress(text)).isPrivate) }

    @Test(arguments: [
        "1.1.1.1", "9.9.9.9", "100.128.0.1", "172.32.0.1", "192.169.0.1", "223.255.255.255", "2001:4860:4860::8888",
        "2a01:4f8::1", "::ffff:9.9.9.9", "64:ff9b::909:909",
    ])
    func everybodys(_ text: String) throws { #expect(try !#require(IPAddress(text)).isPrivate) }
}
