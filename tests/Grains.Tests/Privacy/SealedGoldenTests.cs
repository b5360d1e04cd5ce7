using System.Security.Cryptography;
using System.Text;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Journal;

namespace Omnichannel.Privacy;

/// <summary>I15, I72: sealed texts that name their owner, and notes as they were written before they were sealed, are read for ever.</summary>
public sealed class SealedGoldenTests
{
    private const string Cart = "cart/cart-7";
    private const string Session = "session/session-1";

    public static TheoryData<string> WithNotes =>
        ["line-add-started", "line-added", "note-written", "change-refused", "cart-merge-planned", "cart-merged", "cart-merge-undo-started", "cart-reopened"];

    [Theory]
    [MemberData(nameof(WithNotes))]
    public void EventOfACart_WithANote_IsSealedAsItAlwaysWas(string tag)
    {
        var codec = new CartCodec(Keys(Cart, "cart/cart-8"));
        var samples = codec.DecodeEvents(Frozen($"{tag}.json")).Select(Personal).ToArray();

        var payload = codec.EncodeEvents(samples);

        GoldenFiles.Check($"{tag}.sealed.json", payload);
        Assert.DoesNotContain("a gift", Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
        Assert.Equal(payload, codec.EncodeEvents(codec.DecodeEvents(payload)));

        // In clear again it is what earlier versions wrote, and without the key nothing is left of it.
        var clear = codec.DecodeEvents(payload);
        Assert.Equal(samples.Select(Notes), clear.Select(Notes));
        Assert.All(new CartCodec(Keys()).DecodeEvents(payload).SelectMany(Notes), note => Assert.Null(note));
    }

    [Fact]
    public void SnapshotOfACart_WrittenInClear_IsSealedWhenItIsWrittenAgain()
    {
        var codec = new CartCodec(Keys(Cart));

        var payload = codec.EncodeSnapshot(codec.DecodeSnapshot(Frozen("cart.snapshot.json")));

        GoldenFiles.Check("cart.snapshot.sealed.json", payload);
        Assert.DoesNotContain("ring twice", Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
        Assert.Equal(payload, codec.EncodeSnapshot(codec.DecodeSnapshot(payload)));
        Assert.Equal("ring twice", codec.DecodeSnapshot(payload).Note?.Value);
    }

    [Fact]
    public void ClearNote_ReadWithoutAKey_AsksForOne()
    {
        var keys = new KeyRing { Owner = Cart };

        new CartCodec(keys).DecodeEvents(Frozen("note-written.json"));

        Assert.Equal([Cart], keys.Missing);
    }

    [Theory]
    [InlineData("customer-absorbed")]
    [InlineData("absorption-returned")]
    [InlineData("customer-reopened")]
    [InlineData("issue-resolved")]
    public void EventOfACustomer_WithTextsOfAnother_NamesWhoseTheyAre(string tag)
    {
        var codec = new CustomerCodec(Keys("customer/ada", "customer/ada-2"));
        var samples = codec.DecodeEvents(Frozen($"{tag}.json")).Select(Copied).ToArray();

        var payload = CustomerSamples.DevicesInClear(codec.EncodeEvents(samples));

        GoldenFiles.Check($"{tag}.sealed.json", payload);
        Assert.Contains("customer/ada-2:", Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
        Assert.Equal(payload, CustomerSamples.DevicesInClear(codec.EncodeEvents(codec.DecodeEvents(payload))));
    }

    [Theory]
    [InlineData("session-attached", "json")]
    [InlineData("customer-absorbed", "later.json")]
    [InlineData("absorption-returned", "later.json")]
    [InlineData("customer-reopened", "later.json")]
    public void EventOfACustomer_WithADevice_IsSealedAsItAlwaysWas(string tag, string written)
    {
        var codec = new CustomerCodec(Keys("customer/ada", "customer/ada-2"));
        var samples = codec.DecodeEvents(Frozen($"{tag}.{written}")).Select(OnADevice).ToArray();

        var payload = codec.EncodeEvents(samples);

        GoldenFiles.Check($"{tag}.sealed.{(tag == "session-attached" ? "json" : "later.json")}", payload);
        var text = Encoding.UTF8.GetString(payload);
        Assert.DoesNotContain("phone-1", text, StringComparison.Ordinal);
        Assert.Contains("\"deviceId\":{\"sealed\":\"customer/ada-2:", text, StringComparison.Ordinal);
        Assert.Equal(payload, codec.EncodeEvents(codec.DecodeEvents(payload)));
        Assert.Equal(["phone-1"], codec.DecodeEvents(payload).SelectMany(Devices).Distinct());

        // Without the key of whoever's it is nothing is left of it.
        var keys = Keys("customer/ada");
        keys.Bring("customer/ada-2", DataKey.Destroyed);
        Assert.Equal(tag == "session-attached" ? ["phone-1"] : [], new CustomerCodec(keys).DecodeEvents(payload).SelectMany(Devices));
    }

    [Fact]
    public void SnapshotOfACustomer_WithDevicesInClear_IsSealedWhenItIsWrittenAgain()
    {
        var codec = CustomerSamples.Codec();

        var payload = codec.EncodeSnapshot(codec.DecodeSnapshot(Frozen("customer.snapshot.json")));

        GoldenFiles.Check("customer.snapshot.sealed.json", payload);
        Assert.DoesNotContain("phone-", Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
        Assert.Equal(payload, codec.EncodeSnapshot(codec.DecodeSnapshot(payload)));
        Assert.Equal(["phone-2", "phone-1"], codec.DecodeSnapshot(payload).Sessions.Select(static session => session.DeviceId?.Value));
    }

    [Fact]
    public void Session_OnADevice_IsSealedAsItAlwaysWas()
    {
        var codec = new SessionCodec(Keys(Session));

        var events = codec.EncodeEvents(codec.DecodeEvents(Frozen("session-started.json")));
        var snapshot = codec.EncodeSnapshot(codec.DecodeSnapshot(Frozen("session.snapshot.json")));

        GoldenFiles.Check("session-started.sealed.json", events);
        GoldenFiles.Check("session.snapshot.sealed.json", snapshot);
        Assert.DoesNotContain("laptop-1", Encoding.UTF8.GetString([.. events, .. snapshot]), StringComparison.Ordinal);
        Assert.Equal(events, codec.EncodeEvents(codec.DecodeEvents(events)));
        Assert.Equal(snapshot, codec.EncodeSnapshot(codec.DecodeSnapshot(snapshot)));
        Assert.Equal("laptop-1", codec.DecodeSnapshot(snapshot).DeviceId?.Value);

        // Without the key it is known that there was a device, and not which.
        var forgotten = new KeyRing { Owner = Session, Own = DataKey.Destroyed };
        var blind = new SessionCodec(forgotten).DecodeSnapshot(snapshot);
        Assert.Equal((null, false, true), (blind.DeviceId, blind.IsOn(null), blind.IsOn(new("any"))));
    }

    private static ReadOnlySpan<byte> Frozen(string name) => File.ReadAllBytes(Path.Combine(GoldenFiles.RepositoryRoot(), "tests", "Grains.Tests", "Golden", name));

    // The first is the owner of the journal. The key of ada is that of the golden files.
    private static KeyRing Keys(params string[] owners)
    {
        var keys = new KeyRing { Owner = owners.FirstOrDefault(Cart) };
        if (owners.Length == 0) keys.Own = DataKey.Destroyed;
        foreach (var owner in owners) keys.Bring(owner, new(new(SHA256.HashData(owner == "customer/ada" ? "golden"u8 : Encoding.UTF8.GetBytes(owner)))));
        return keys;
    }

    private static CartEvent Personal(CartEvent sample) => sample switch
    {
        LineAddStarted started => started with { Command = Personal(started.Command), Line = started.Line with { Note = new("a gift") } },
        LineAdded added => added with { Command = Personal(added.Command) },
        NoteWritten written => written with { Command = Personal(written.Command) },
        ChangeRefused refused => refused with { Command = Personal(refused.Command) },
        CartMerged merged => merged with { SourceLines = [.. merged.SourceLines.Select(static line => line with { Note = new("a gift", "cart/cart-8") })] },
        _ => sample,
    };

    private static RememberedCommand Personal(RememberedCommand command) => command with { IsPersonal = true };

    private static IEnumerable<string?> Notes(CartEvent sample) => sample switch
    {
        LineAddStarted started => [started.Line.Note?.Value],
        LineAdded added => [added.Line.Note?.Value],
        NoteWritten written => [written.Note?.Value],
        CartMergePlanned planned => planned.SourceLines.Select(static line => line.Note?.Value),
        CartMerged merged => merged.Lines.Concat(merged.SourceLines.Where(static line => line.Note?.Owner is null)).Select(static line => line.Note?.Value),
        CartMergeUndoStarted undo => undo.Lines.Concat(undo.SourceLines).Select(static line => line.Note?.Value),
        CartReopened reopened => reopened.Lines.Select(static line => line.Note?.Value),
        _ => [],
    };

    private static CustomerEvent Copied(CustomerEvent sample)
    {
        const string other = "customer/ada-2";
        return sample switch
        {
            CustomerAbsorbed absorbed => absorbed with
            {
                FieldsTaken = [.. absorbed.FieldsTaken.Select(static change => change.OwnedBy(other))],
                ConsentsTaken = [.. absorbed.ConsentsTaken.Select(static consent => consent with { By = consent.By.OwnedBy(other) })],
                Contacts = new(
                    [.. absorbed.Contacts.Touchpoints.Select(static contact => contact.OwnedBy(other))],
                    [.. absorbed.Contacts.Feedback.Select(static feedback => feedback.OwnedBy(other))]),
            },
            AbsorptionReturned returned => returned with { Estate = Copied(returned.Estate, other) },
            CustomerReopened reopened => reopened with { Estate = Copied(reopened.Estate, other) },
            IssueResolved resolved => resolved with { Outcome = resolved.Outcome.OwnedBy(other) },
            _ => sample,
        };
    }

    private static CustomerEvent OnADevice(CustomerEvent sample) => sample switch
    {
        SessionAttached { DeviceId: null } attached => attached with { DeviceId = new("phone-1", "customer/ada-2"), Through = new("ada-2") },
        CustomerAbsorbed absorbed => absorbed with { Sessions = [.. absorbed.Sessions.Select(static session => session.OwnedBy("customer/ada-2"))] },
        AbsorptionReturned returned => returned with { Estate = returned.Estate with { Visits = [.. returned.Estate.Visits!.Select(static visit => visit.OwnedBy("customer/ada-2"))] } },
        CustomerReopened reopened => reopened with { Estate = reopened.Estate with { Visits = [.. reopened.Estate.Visits!.Select(static visit => visit.OwnedBy("customer/ada-2"))] } },
        _ => sample,
    };

    private static IEnumerable<string> Devices(CustomerEvent sample)
    {
        PersonalText?[] devices = sample switch
        {
            SessionAttached attached => [attached.DeviceId],
            CustomerAbsorbed absorbed => [.. absorbed.Sessions.Select(static session => session.DeviceId)],
            AbsorptionReturned returned => [.. returned.Estate.Visits!.Select(static visit => visit.DeviceId)],
            CustomerReopened reopened => [.. reopened.Estate.Visits!.Select(static visit => visit.DeviceId)],
            _ => [],
        };
        return devices.Select(static device => device?.Value).OfType<string>();
    }

    private static ReturnedEstate Copied(ReturnedEstate estate, string owner) =>
        estate with { Touchpoints = [.. estate.Touchpoints.Select(contact => contact.OwnedBy(owner))] };
}
