// Names of protocols that network traffic is likely to have: IP protocols, and services of IANA's
// registry. The whole registry has thousands, most of them products that came and went.

const WITHOUT_PORTS = `
  ah arp cdp egp eigrp esp ethernet gre icmp icmp6 icmpv6 igmp igrp ipip ipv6-icmp isis
  lldp mpls ospf ospfv3 pim ppp rarp rsvp stp vlan vrrp`;

const OTHERS = `
  802.11 ip ipv4 ipv6 tcp udp sctp dccp quic udplite ipsec
  afp afs3-fileserver ajp13 amqp amqps auth bacnet bgp bgmp bittorrent-tracker bitcoin bootpc bootps
  capwap-control capwap-data cassandra chargen cifs cisco-sccp coap coaps couchdb daytime
  db2c_tcp dcerpc dhcp dhcpv6-client dhcpv6-server dhcpc dhcps dicom diameter discard distcc dnp3
  dns dns-over-tls docker domain domain-s dtls echo elasticsearch epmap epmd ethercat
  etcd-client etcd-server finger ftp ftp-data ftps ftps-data git gopher gtp-control gtp-user
  h323 h323hostcall h323gatestat hsrp http http-alt http-mgmt http2 http3 https https-alt iax
  icap ident ike imap imap2 imap3 imap4 imaps ipp ipps irc ircs ircs-u isakmp iscsi
  iscsi-target jabber kafka kerberos kerberos-adm kerberos-sec klogin kpasswd kshell l2f l2tp
  ldap ldap-admin ldaps llmnr lmtp login loc-srv mbap mdns memcache memcached mgcp-callagent
  mgcp-gateway microsoft-ds mms modbus mongodb mqtt ms-sql-m ms-sql-s ms-wbt-server msdp msnp
  msrpc mssql mysql mysqlx nats nbdgm nbname nbns nbsession nbss netbios-dgm netbios-ns
  netbios-ssn netconf-ssh netflow nfs nntp nntps ntp ntske opc-ua-tcp opcua-tcp openflow openvpn
  oracle-tns pcanywheredata pop2 pop3 pop3s portmap postgresql pptp printer profinet-rt
  profinet-rtm profinet-cm ptp-event ptp-general qotd radius radius-acct radsec rdp redis rexec rfb
  rfc2217 rip ripng rlogin rlp rmiregistry rpc rsh rsync rtcp rtmp rtp rtsp rtsps
  rwhois s7comm secure-mqtt sflow shell sieve sip sips skype slp smb smb2 smtp smtps
  snmp snmp-trap snmptrap snmptls socks socks4 socks5 spdy ssdp ssh ssl stomp
  stun stuns submission submissions sunrpc svn syslog syslog-conn syslog-tls tacacs tacacs-plus
  teamviewer telnet telnets teredo tftp time tls tor tor-socks turn turns upnp uucp vnc
  vxlan wais webdav whois wins wireguard ws wsd wsman wsmans wss x11 xdmcp xmpp xmpp-client
  xmpp-server zabbix-agent zabbix-trapper zigbee`;

const PORTLESS: ReadonlySet<string> = words(WITHOUT_PORTS);

/** The names that are known. */
export const PROTOCOLS: ReadonlySet<string> = new Set([...PORTLESS, ...words(OTHERS)]);

/** Whether the name is known. */
export function isProtocol(name: string): boolean {
  return PROTOCOLS.has(name);
}

/** Whether traffic of this protocol has no ports. */
export function hasNoPorts(name: unknown): boolean {
  return typeof name === 'string' && PORTLESS.has(name);
}

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
