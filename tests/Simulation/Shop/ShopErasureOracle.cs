using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Omnichannel.Audit;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Journal;
using Omnichannel.Privacy;
using Omnichannel.Simulation.Store;

namespace Omnichannel.Simulation.Shop;

/// <summary>What a cart or a customer of the healed grid says of its past, and of itself.</summary>
/// <param name="Statuses">Of everything that was asked.</param>
internal sealed record ShopStory(IReadOnlyList<string> Statuses, IReadOnlyList<string> Events);

/// <summary>I67, I72: of whom was erased nothing can be read any more, and nobody else has lost anything. From the journal and the keys that are left, and from what the healed grid says.</summary>
internal sealed class ShopErasureOracle
{
    private static readonly string[] _written = ["note-written", "line-add-started", "line-added", "touchpoint-recorded", "customer-registered"];
    private readonly SimStore _store;
    private readonly ShopTexts _texts;
    private readonly IDataKeys _keys;
    private readonly Findings _findings;
    private readonly ShopOwners _owners;

    // Where each text was written first: there it is read for as long as nobody is erased, and whose it is.
    private readonly Dictionary<string, EntityKey> _homes = new(StringComparer.Ordinal);

    public ShopErasureOracle(SimStore store, ShopJournal journal, ShopTexts texts, IDataKeys keys, Findings findings)
    {
        (_store, _texts, _keys, _findings, _owners) = (store, texts, keys, findings, new(journal, texts));
        foreach (var next in journal.Events.Where(next => _written.Contains(next.Tag)))
        {
            if ((next.Id ?? next.Text("customerId")) is { } id && texts.Texts.TryGetValue(id, out var text)) _homes.TryAdd(text, next.Entity);
        }
    }

    /// <param name="stories">By entity: of every customer, and of every cart that was opened.</param>
    public void Check(IReadOnlyDictionary<string, ShopStory> stories)
    {
        CheckErased();
        foreach (var (entity, story) in stories) CheckStory(entity, story);
        CheckJournal();
        foreach (var (text, home) in _homes.Where(text => !IsGone(text.Value)))
        {
            if (!stories[home.ToString()].Events.Any(json => json.Contains(text, StringComparison.Ordinal)))
                Found(home.ToString(), AuditCheck.OthersKeepTheirs, $"\"{text}\" was written here, and nobody was erased; it is not told any more.");
        }
    }

    private void CheckErased()
    {
        foreach (var promised in _texts.Promised.Where(customer => !_owners.IsErased(customer)))
            Found($"{CustomerGrain.Kind}/{promised}", AuditCheck.ErasedIsGone, "the erasure was promised, and never begun.");
        foreach (var erasure in _owners.Erasures.Where(static erasure => !erasure.WasMeant))
            Found($"{CustomerGrain.Kind}/{erasure.Customer}", AuditCheck.OthersKeepTheirs, $"{erasure.Command} asked to erase somebody else.");
        var withTexts = _homes.Values.Where(static home => home.Kind == CartGrain.Kind).Select(static home => home.Key).ToHashSet();
        foreach (var (cart, owner) in _owners.Carts)
        {
            var isErased = _owners.IsErasedCart(cart);
            if (!isErased && _owners.HasToBeErased(cart, withTexts.Any(home => _owners.IsIn(home, cart))))
                Found($"{CartGrain.Kind}/{cart}", AuditCheck.ErasedIsGone, $"{owner ?? "whoever has the cart it was merged into"} was erased, and it goes on.");
            if (isErased && !_owners.MayBeErased(cart))
                Found($"{CartGrain.Kind}/{cart}", AuditCheck.OthersKeepTheirs, $"it was erased, and {owner ?? "nobody"} was not.");
        }
    }

    private void CheckStory(string entity, ShopStory story)
    {
        var key = EntityKey.Parse(entity);
        var expected = key.Kind == CartGrain.Kind ? nameof(CartStatus.OwnerErased) : nameof(CustomerStatus.Erased);
        if (IsGone(key) && story.Statuses.Any(status => status != expected))
            Found(entity, AuditCheck.ErasedIsGone, $"it was erased, and answers {string.Join(" and ", story.Statuses)}.");
        foreach (var (text, home) in _homes.Where(text => IsGone(text.Value)))
        {
            if (story.Events.Any(json => json.Contains(text, StringComparison.Ordinal)))
                Found(entity, AuditCheck.ErasedIsGone, $"\"{text}\" was written in {home}, which was erased, and is told here.");
        }
    }

    // Whoever has the journal and every key that is left can read no more than that.
    private void CheckJournal()
    {
        foreach (var row in _store.Committed.Select(static row => row.Append.Entity).Distinct().SelectMany(entity => _store.ReadRows(entity, 0, int.MaxValue)))
        {
            var (entity, payload) = (row.Entity.ToString(), Encoding.UTF8.GetString(row.Payload.Span));
            if (payload.Contains(ShopTexts.Mark, StringComparison.Ordinal)) Found(entity, AuditCheck.TextsSealed, $"the row that ends at version {row.Version} has a text in clear.");
            if (row.Entity.Kind is not (CartGrain.Kind or CustomerGrain.Kind)) continue;
            using var document = JsonDocument.Parse(payload);
            foreach (var text in Strings(document.RootElement).Select(written => Open(written, entity)).OfType<string>())
            {
                if (_homes.TryGetValue(text, out var home) && IsGone(home)) Found(entity, AuditCheck.ErasedIsGone, $"\"{text}\" was written in {home}, which was erased, and can be opened here.");
            }
        }
    }

    private string? Open(string written, string entity)
    {
        var colon = written.LastIndexOf(':');
        var owner = colon < 0 ? entity : written[..colon];
        var content = new byte[written.Length];
        if (!Convert.TryFromBase64String(written[(colon + 1)..], content, out var length) || Now(_keys.FindAsync(owner, CancellationToken.None))?.Key is not { } key) return null;
        try
        {
            return Encoding.UTF8.GetString(key.Open(content.AsSpan(0, length), owner));
        }
        catch (CryptographicException)
        {
            // Something else that happens to look like it: an id, the hash of a body.
            return null;
        }
    }

    private bool IsGone(EntityKey entity) => entity.Kind == CartGrain.Kind ? _owners.IsErasedCart(entity.Key) : _owners.IsErased(entity.Key);

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Strings(member.Value)),
        _ => [],
    };

    private static T Now<T>(ValueTask<T> answer) =>
        answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException("The keys are in memory: they answer at once.");

    private void Found(string entity, AuditCheck check, string sentence) => _findings.Add(new(entity, 0, check, sentence));
}
