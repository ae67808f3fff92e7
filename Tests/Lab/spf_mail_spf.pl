# What Mail::SPF (Debian's libmail-spf-perl) says; the same as spf_pyspf.py for another library.
use strict;
use warnings;
use JSON::PP;
use Mail::SPF;
use Net::DNS;

package Zone {
    sub new {
        my ($class, $text) = @_;
        my %records;
        for my $line (split /\n/, $text) {
            my ($name, $type, $data) = split / /, $line, 3;
            $data = "\"$data\"" if $type eq 'TXT';
            push @{ $records{ lc $name } }, Net::DNS::RR->new("$name. 300 IN $type $data");
        }
        return bless { records => \%records }, $class;
    }

    sub send {
        my ($self, $name, $type) = @_;
        $name = lc $name =~ s/\.$//r;
        my $packet = Net::DNS::Packet->new($name, $type, 'IN');
        $packet->header->qr(1);
        my $found = $self->{records}{$name};
        $packet->header->rcode($found ? 'NOERROR' : 'NXDOMAIN');
        $packet->push(answer => grep { $_->type eq $type } @{ $found // [] });
        return $packet;
    }

    sub errorstring { return '' }
}

package main;

my $cases = decode_json(do { local $/; <STDIN> });
my %results;
for my $name (keys %$cases) {
    my $server = Mail::SPF::Server->new(dns_resolver => Zone->new($cases->{$name}), hostname => 'mail.a.test');
    $results{$name} = [
        map {
            $server->process(
                Mail::SPF::Request->new(
                    scope => 'mfrom', identity => 'x@a.test', ip_address => $_, helo_identity => 'mail.a.test'))->code
        } '203.0.113.9', '2a00:1::9'
    ];
}
print JSON::PP->new->canonical->encode(\%results), "\n";
