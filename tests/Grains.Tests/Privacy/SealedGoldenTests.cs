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

        var payload = codec.EncodeEvents(samples);

        GoldenFiles.Check($"{tag}.sealed.json", payload);
        Assert.Contains("customer/ada-2:", Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
        Assert.Equal(payload, codec.EncodeEvents(codec.DecodeEvents(payload)));
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

    private static ReturnedEstate Copied(ReturnedEstate estate, string owner) =>
        estate with { Touchpoints = [.. estate.Touchpoints.Select(contact => contact.OwnedBy(owner))] };
}
