using System.Security.Cryptography;
using System.Text;
using Omnichannel.Carts;
using Omnichannel.Customers;
using Omnichannel.Simulation.Kernel;
using Omnichannel.Simulation.Swarm;

namespace Omnichannel.Simulation.Shop;

/// <summary>What the clients of one shop share: few carts and few persons, so that everybody gets into everybody's way.</summary>
/// <param name="textsRandom">For what is said about people: nothing else of a seed changes its meaning by it.</param>
public sealed class ShopWorld(SimGrid grid, SwarmPlan plan, SimRandom textsRandom)
{
    public const int CustomersCount = 3;
    private const int EarlierMax = 24;
    private const int RecentCarts = 3;
    private readonly List<ShopAsk> _earlier = [];
    private readonly List<string> _carts = [];
    private readonly Dictionary<string, CartLineId[]> _lines = new(StringComparer.Ordinal);

    public SimGrid Grid => grid;

    public SwarmPlan Plan => plan;

    /// <summary>Whether people leave texts here, and whoever has a cart is told of it.</summary>
    public bool HasTexts => plan.TextsPerMille > 0;

    public SimRandom TextsRandom => textsRandom;

    public ShopHistory History { get; } = new();

    public ShopTexts Texts { get; } = new(plan);

    public bool IsClosing { get; set; }

    public IReadOnlyList<string> Carts => _carts;

    public List<string> Codes { get; } = [];

    public List<(string Cart, string Id)> Checkouts { get; } = [];

    public List<(string Cart, string Id)> CartMerges { get; } = [];

    public List<string> CustomerMerges { get; } = [];

    public List<IdentityId> Identities { get; } = [];

    public static string Sku(int number) => $"sku-{number}";

    public static string Customer(int number) => $"cust-{number}";

    public static string Email(int number) => $"person-{number}@example.com";

    public static CartTokenHash Token(string device) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(device))));

    public string NewCart()
    {
        _carts.Add($"cart-{_carts.Count}");
        return _carts[^1];
    }

    public string PickCart(SimRandom random) => _carts[^(1 + random.Below(Math.Min(RecentCarts, _carts.Count)))];

    /// <summary>The device that opened it, and the customer that it is most likely to belong to: everybody acts as both.</summary>
    public static CartActor Owner(string cart) => new(CustomerId.Create(CustomerOf(cart)), Token(cart));

    public static string CustomerOf(string cart) => Customer(int.Parse(cart.AsSpan("cart-".Length), null) % CustomersCount);

    public void Learn(string cart, CartView view) => _lines[cart] = [.. view.Lines.Select(static line => line.Id)];

    public CartLineId? PickLine(string cart, SimRandom random) =>
        _lines.TryGetValue(cart, out var lines) && lines.Length > 0 ? random.Pick(lines) : null;

    /// <summary>An ask of somebody, to be sent again by somebody else: a double click, another device.</summary>
    public ShopAsk? PickEarlier(SimRandom random) => _earlier.Count == 0 ? null : random.Pick(_earlier);

    public void Remember(ShopAsk ask, SimRandom random)
    {
        if (_earlier.Count < EarlierMax) _earlier.Add(ask);
        else _earlier[random.Below(EarlierMax)] = ask;
    }
}
