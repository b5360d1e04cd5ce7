using Omnichannel.Carts;
using Omnichannel.Customers;

namespace Omnichannel.Simulation.Shop;

/// <summary>Which cart is whose, who was one with whom, and who and what was erased: as the journal has it.</summary>
internal sealed class ShopOwners
{
    private readonly Dictionary<string, string?> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _closedInto = new(StringComparer.Ordinal);
    private readonly HashSet<string> _erasedCarts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _erasedCustomers = new(StringComparer.Ordinal);
    private readonly HashSet<(string Customer, string Cart)> _known = [];
    private readonly Dictionary<(string Survivor, string Merge), string[]> _brought = [];
    private readonly List<(string Customer, string Command, bool WasMeant)> _erasures = [];

    /// <param name="texts">Who was named when somebody was to be erased.</param>
    public ShopOwners(ShopJournal journal, ShopTexts texts)
    {
        foreach (var next in journal.Events)
        {
            if (next.Entity.Kind == CartGrain.Kind) FollowCart(next, next.Entity.Key);
            if (next.Entity.Kind == CustomerGrain.Kind) FollowCustomer(next, next.Entity.Key, texts);
        }
    }

    /// <summary>Every cart that was opened, and the customer it belongs to, if it belongs to one.</summary>
    public IReadOnlyDictionary<string, string?> Carts => _owners;

    /// <summary>Every erasure that was begun, and whether it was that customer, or one who was one with them, who was to be erased.</summary>
    public IReadOnlyList<(string Customer, string Command, bool WasMeant)> Erasures => _erasures;

    public bool IsErased(string customer) => _erasedCustomers.Contains(customer);

    public bool IsErasedCart(string cart) => _erasedCarts.Contains(cart);

    /// <summary>Whether the owner was erased and had been told of the cart; or it was merged into such a one before anybody had signed in.</summary>
    /// <param name="hasTexts">There is something to be read in it: then the owner was told before there was.</param>
    public bool HasToBeErased(string cart, bool hasTexts) => _owners[cart] is { } owner
        ? IsErased(owner) && (hasTexts || _known.Contains((owner, cart)))
        : _closedInto.TryGetValue(cart, out var target) && IsErasedCart(target);

    /// <summary>Whether it is the cart of somebody who was erased at all.</summary>
    public bool MayBeErased(string cart) => _owners[cart] is { } owner ? IsErased(owner) : _closedInto.TryGetValue(cart, out var target) && MayBeErased(target);

    /// <summary>Whether what is written in a cart is about whoever has the other one: it is that one, or was merged into it before anybody had signed in.</summary>
    public bool IsIn(string cart, string target) =>
        cart == target || (_owners[cart] is null && _closedInto.TryGetValue(cart, out var next) && IsIn(next, target));

    private void FollowCart(ShopEvent next, string cart)
    {
        switch (next.Tag)
        {
            case "cart-opened": _owners[cart] = next.Text("customer"); break;
            case "cart-attached" or "cart-reassigned": _owners[cart] = next.Text("customer"); break;
            case "cart-closed": _closedInto[cart] = next.Text("target")!; break;
            case "cart-reopened": _closedInto.Remove(cart); break;
            case "cart-erased": _erasedCarts.Add(cart); break;
        }
    }

    private void FollowCustomer(ShopEvent next, string customer, ShopTexts texts)
    {
        switch (next.Tag)
        {
            case "cart-adopted" or "cart-kept": _known.Add((customer, next.Text("cartId")!)); break;
            case "customer-absorbed":
                _brought[(customer, next.Text("mergeId")!)] = [next.Text("customer")!, .. next.List("absorbed").Select(static id => id.GetString()!)];
                Know(customer, next.Text("openCart"));
                break;
            case "absorption-returned": _brought.Remove((customer, next.Text("mergeId")!)); break;
            case "customer-reopened": Know(customer, next.Text("estate", "openCart")); break;
            case "erasure-begun":
                _erasedCustomers.Add(customer);
                _erasures.Add((customer, next.Id!, IsMeant(customer, texts.Erasures.GetValueOrDefault(next.Id!) ?? Survivor(next.Id!))));
                break;
        }
    }

    private void Know(string customer, string? cart)
    {
        if (cart is not null) _known.Add((customer, cart));
    }

    // Whoever is named is erased, and everybody who is one with them.
    private bool IsMeant(string customer, string? named) =>
        named is not null && (named == customer || Brought(customer).Contains(named) || (IsErased(named) && Brought(named).Contains(customer)));

    private IEnumerable<string> Brought(string survivor) => _brought.Where(merge => merge.Key.Survivor == survivor).SelectMany(static merge => merge.Value);

    // Of a step by which the survivor has somebody erased who was merged into it: customer/cust-1/erase.
    private static string? Survivor(string command) => command.Split('/') is [CustomerGrain.Kind, var survivor, "erase"] ? survivor : null;
}
