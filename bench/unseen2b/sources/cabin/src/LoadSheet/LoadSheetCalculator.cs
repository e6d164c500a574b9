using Meridian.Cabin.CheckIn;

namespace Meridian.Cabin.LoadSheet;

public sealed record Weights(int Passengers, int Bags, int Fuel, int Empty)
{
    public int TakeOff => Passengers + Bags + Fuel + Empty;
}

/// <summary>Standard weights in kilograms, after the operator's manual, part 3.</summary>
public sealed class LoadSheetCalculator
{
    private const int Adult = 84;
    private const int Child = 35;
    private const int Infant = 0;
    private const int BagShortHaul = 13;
    private const int BagLongHaul = 15;

    public Weights Calculate(Flight flight, IReadOnlyList<Passenger> onBoard, IReadOnlyList<Bag> bags)
    {
        var passengers = 0;
        foreach (var passenger in onBoard)
        {
            passengers += WeightOf(passenger);
        }

        var perBag = flight.IsLongHaul ? BagLongHaul : BagShortHaul;
        var weighed = bags.Where(bag => bag.Kilograms > 0).Sum(bag => bag.Kilograms);
        var estimated = bags.Count(bag => bag.Kilograms == 0) * perBag;
        return new Weights(passengers, weighed + estimated, flight.FuelKilograms, flight.EmptyKilograms);
    }

    /// <summary>Balance about the datum, in index units.</summary>
    public double Index(Flight flight, IReadOnlyList<Passenger> onBoard)
    {
        var index = flight.EmptyIndex;
        foreach (var passenger in onBoard.Where(p => p.Seat is not null))
        {
            var arm = flight.ArmOf(passenger.Seat!.Row);
            index += WeightOf(passenger) * arm / flight.IndexConstant;
        }

        return Math.Round(index, 1, MidpointRounding.AwayFromZero);
    }

    private static int WeightOf(Passenger passenger)
    {
        return passenger.Type switch
        {
            PassengerType.Adult => Adult,
            PassengerType.Child => Child,
            PassengerType.Infant => Infant,
            _ => throw new ArgumentOutOfRangeException(nameof(passenger), passenger.Type, "no standard weight"),
        };
    }
}
